import assert from "node:assert/strict";
import { luaEngine } from "./lua-engine";

const MODULES = `
tasks = {}
node = { task = { post = function(run) if #tasks == 2 then error("full") end tasks[#tasks + 1] = run end } }
`;
const PROGRAM = `
import { guarded } from "./firmware/engine/nodemcu/esp8266/guarded";
declare let listener: (a: string, b: number) => void;
listener = guarded((a: string, b: number) => {
  if (b === 0) {
    throw "no " + a;
  }
  report(a, b);
});
`;

describe("a listener of the network's stack", () => {
  it("gets what it is called with, and tells an error where others are told: in a task", () => {
    const { reports, run } = luaEngine(MODULES, PROGRAM);
    run('listener("x", 1) listener("y", 0) report(pcall(tasks[1]))');
    assert.deepEqual(reports, [
      ["x", 1],
      [false, "no y"],
    ]);
  });

  it("never lets an error through, also where no more tasks can wait", () => {
    const { reports, run } = luaEngine(MODULES, PROGRAM);
    run('for i = 1, 5 do report(pcall(listener, "y", 0)) end report(#tasks)');
    assert.deepEqual(reports, [[true], [true], [true], [true], [true], [2]]);
  });

  it("makes nothing while all goes well", () => {
    const { reports, run } = luaEngine(MODULES, PROGRAM.replace("report(a, b);", ""));
    run(`listener("x", 1) collectgarbage() collectgarbage("stop") local before = collectgarbage("count")
      for i = 1, 1000 do listener("x", 1) end report(collectgarbage("count") - before)`);
    assert.deepEqual(reports, [[0]]);
  });
});
