import assert from "node:assert/strict";
import { luaEngine } from "./lua-engine";

/** The module `i2c` as a listing of what it was told: S start, P stop, the address with its direction, and the bytes. */
const I2C = `
heard, answers = "", true
local function hear(what) heard = heard .. what .. " " end
i2c = { TRANSMITTER = 0, RECEIVER = 1, setup = function() end,
  start = function() hear("S") end,
  stop = function() hear("P") end,
  address = function(_, address, direction) hear(address .. (direction == 0 and "W" or "R")) return answers end,
  write = function(_, bytes) hear(string.byte(bytes)) return answers and #bytes or 0 end,
  read = function(_, count) hear("*" .. count) return string.rep("\\7", count) end,
}`;

const PROGRAM = `
import { openI2c } from "./firmware/engine/nodemcu/i2c-line";
declare let read: (register?: string) => void;
const bus = openI2c(0, 5, 4, 100000);
read = (register) => report(bus.read(0x10, 2, register)?.[1] ?? "none");
`;

describe("an I²C bus of NodeMCU", () => {
  it("is read after a start of its own, or after a register without a stop in between", () => {
    const engine = luaEngine(I2C, PROGRAM);
    engine.run('read() read("\\4") report(heard)');
    assert.deepEqual(
      engine.reports.map(([value]) => value),
      [7, 7, "S 16R *2 P S 16W 4 S 16R *2 P "],
    );
  });

  it("is free again where nobody answers", () => {
    const engine = luaEngine(I2C, PROGRAM);
    engine.run('answers = false read("\\4") report(heard)');
    assert.deepEqual(
      engine.reports.map(([value]) => value),
      ["none", "S 16W P "],
    );
  });

  it("gives nothing where a part does not take the register, but would answer", () => {
    const engine = luaEngine(I2C.replace("answers and #bytes or 0", "0"), PROGRAM);
    engine.run('read("\\4") report(heard)');
    assert.deepEqual(
      engine.reports.map(([value]) => value),
      ["none", "S 16W 4 P "],
    );
  });
});
