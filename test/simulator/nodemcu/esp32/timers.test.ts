import assert from "node:assert/strict";
import type { SimulatedBoard } from "../../board";
import { luaBoard } from "../lua-board";

/** Board and a function that tells when each line was printed. */
function timed(source: string): { board: SimulatedBoard; at: string[] } {
  const at: string[] = [];
  const { board } = luaBoard(source, { onConsole: (line) => at.push(`${line}@${board.nowMs}`) });
  return { board, at };
}

describe("NodeMCU's tmr", () => {
  it("counts in ticks of 10 ms, and cuts off what is beyond them", async () => {
    const { board, at } = timed(
      `tmr.create():alarm(25, tmr.ALARM_SINGLE, function() print("a")
        tmr.create():alarm(10, tmr.ALARM_AUTO, function(t) print("b") if node.uptime() > 50000 then t:unregister() end end)
      end)`,
    );
    await board.run(200);
    assert.deepEqual(at, ["a@20", "b@30", "b@40", "b@50", "b@60"]);
  });

  it("an alarm started between two ticks comes early by the part that is gone", async () => {
    const { board, at } = timed(
      'gpio.config({ gpio = 4, dir = gpio.IN }) gpio.trig(4, gpio.INTR_UP, function() tmr.create():alarm(50, tmr.ALARM_SINGLE, function() print("x") end) end)',
    );
    await board.run(7);
    board.pin(4).level = true;
    await board.run(100);
    assert.deepEqual(at, ["x@50"]);
  });

  it("an interval under one tick, or out of range, is an error", () => {
    const { board } = luaBoard(
      `for _, ms in ipairs({ 9, 0, 6870948 }) do print(pcall(function() tmr.create():alarm(ms, 0, print) end)) end
      print(pcall(function() tmr.create():alarm(100, 7, print) end))
      print(pcall(function() tmr.create():start() end))`,
    );
    assert.deepEqual(board.console, [
      "false\tinit.lua:1: FreeRTOS timer creation failed",
      "false\tinit.lua:1: bad argument #2 (Range: 1-6870947)",
      "false\tinit.lua:1: bad argument #2 (Range: 1-6870947)",
      "false\tinit.lua:2: bad argument #3 (Invalid mode)",
      "false\tinit.lua:3: timer not registered",
    ]);
  });

  it("stops, starts again, tells its state, and gives the timer to the callback", async () => {
    const { board } = luaBoard(
      `local t = tmr.create()
      print(t:state())
      t:register(100, tmr.ALARM_SEMI, function(self) print(self == t, self:state()) end)
      print(t:start(), t:start(), t:stop(), t:stop())
      t:start()`,
    );
    await board.run(1_000);
    assert.deepEqual(board.console, ["nil", "true\tfalse\ttrue\tfalse", "true\tfalse\t2"]);
  });

  it("an alarm that was posted before its timer was stopped does not come", async () => {
    const { board } = luaBoard(
      `local b = tmr.create()
      tmr.create():alarm(100, tmr.ALARM_SINGLE, function() b:stop() end)
      b:alarm(100, tmr.ALARM_AUTO, function() print("late") end)`,
    );
    await board.run(1_000);
    assert.deepEqual(board.console, []);
  });

  it("no timer of before a reboot comes after it", async () => {
    const { board } = luaBoard(
      'tmr.create():alarm(100, tmr.ALARM_AUTO, function() print(node.uptime() < 150000 and "first" or "later") end)',
    );
    await board.run(50);
    board.reboot();
    await board.run(120);
    assert.deepEqual(board.console, ["first"]);
  });

  it("lets go of callbacks: memory does not grow with alarms that are over", async () => {
    const { board } = luaBoard(
      `local function again() tmr.create():alarm(10, tmr.ALARM_SINGLE, again) end again()
      tmr.create():alarm(20000, tmr.ALARM_AUTO, function() collectgarbage() collectgarbage() print(collectgarbage("count")) end)`,
    );
    await board.run(60_100);
    assert.equal(board.console.length, 3);
    assert.ok(Number(board.console[2]) - Number(board.console[1]) < 0.5, board.console.join(", "));
  });
});
