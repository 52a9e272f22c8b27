import assert from "node:assert/strict";
import type { SimulatedBoard } from "../../board";
import { luaBoard } from "./board";

/** Board and a function that tells when each line was printed. */
function timed(source: string): { board: SimulatedBoard; at: string[] } {
  const at: string[] = [];
  const { board } = luaBoard(source, { onConsole: (line) => at.push(`${line}@${board.nowMs}`) });
  return { board, at };
}

describe("tmr on the ESP8266", () => {
  it("counts milliseconds, from 1 on", async () => {
    const { board, at } = timed(
      `tmr.create():alarm(25, tmr.ALARM_SINGLE, function() print("a") end)
      local n = 0
      tmr.create():alarm(1, tmr.ALARM_AUTO, function(t) n = n + 1 print("b") if n == 3 then t:unregister() end end)`,
    );
    await board.run(200);
    assert.deepEqual(at, ["b@1", "b@2", "b@3", "a@25"]);
  });

  it("refuses what is out of range, and arms what nobody registered", async () => {
    const { board } = luaBoard(
      `for _, ms in ipairs({ 0, 6870948 }) do print(pcall(function() tmr.create():alarm(ms, 0, print) end)) end
      print(pcall(function() tmr.create():alarm(100, 3, print) end))
      print(pcall(function() tmr.create():alarm(100, 0) end))
      print(tmr.create():start())`,
    );
    assert.deepEqual(board.console, [
      "false\tinit.lua:1: bad argument #2 (Range: 1-0x68D7A3)",
      "false\tinit.lua:1: bad argument #2 (Range: 1-0x68D7A3)",
      "false\tinit.lua:2: bad argument #3 (Invalid mode)",
      "false\tinit.lua:3: bad argument #4 (Must be function)",
      "true",
    ]);
  });

  it("stops, starts again, tells its state, and gives the timer to the callback", async () => {
    const { board } = luaBoard(
      `local t = tmr.create()
      print(t:state())
      t:register(100, tmr.ALARM_SEMI, function(self) print(self == t, self:state()) end)
      print(t:start(), t:start(), t:start(true), t:stop(), t:stop())
      t:start()`,
    );
    await board.run(1_000);
    assert.deepEqual(board.console, ["nil", "true\tfalse\ttrue\ttrue\tfalse", "true\tfalse\t2"]);
  });

  it("of two at one moment, the first can stop the second", async () => {
    const { board } = luaBoard(
      `local b = tmr.create()
      tmr.create():alarm(100, tmr.ALARM_SINGLE, function() b:stop() end)
      b:alarm(100, tmr.ALARM_AUTO, function() print("late") end)`,
    );
    await board.run(1_000);
    assert.deepEqual(board.console, []);
  });

  it("tmr.now is back at 0 after 2^31 microseconds, tmr.time is not", async () => {
    const { board } = luaBoard(
      "tmr.create():alarm(2147484, tmr.ALARM_SINGLE, function() print(tmr.now(), tmr.time()) end)",
    );
    await board.run(2_148_000);
    assert.deepEqual(board.console, ["352\t2147"]);
  });

  it("tmr.delay lets time pass while the program waits", async () => {
    const { board } = luaBoard("local before = tmr.now() tmr.delay(10) print(tmr.now() - before) tmr.delay(2000000)");
    assert.deepEqual(board.console, ["10"]);
    assert.equal(board.uptimeMs, 2_000.01);
  });

  it("no timer of before a reboot comes after it, and the clock starts anew", async () => {
    const { board } = luaBoard("tmr.create():alarm(100, tmr.ALARM_AUTO, function() print(tmr.now()) end)");
    await board.run(50);
    board.reboot();
    await board.run(120);
    assert.deepEqual(board.console, ["100000"]);
  });
});
