import assert from "node:assert/strict";
import { luaBoard, run } from "../lua-board";

describe("NodeMCU's rmt", () => {
  it("sends levels for exact times, and comes back when they are sent", async () => {
    const { board } = luaBoard("sender = rmt.txsetup(13, 1000000)");
    await board.run(5);
    const { changes } = board.pin(13);
    changes.length = 0;
    await run(board, `sender:send("\\10\\128\\5\\0")`);
    assert.deepEqual(
      changes.map(({ atMs, level }) => [Math.round((atMs - 5) * 1000), level]),
      [
        [0, true],
        [10, false],
      ],
    );
    await run(board, `print(pcall(sender.send, sender, "x")) print(pcall(sender.on, sender, "data", print))`);
    assert.deepEqual(board.console, ["false\tLength must be a multiple of 2", "false\tCannot receive on a TX channel"]);
  });

  it("tells how long levels were once none has ended for the idle time, but not the one that goes on", async () => {
    const { board } = luaBoard(
      `receiver = rmt.rxsetup(34, 2000000, { idle_threshold = 5000 })
      receiver:on("data", function(levels) print(#levels, string.byte(levels, 1, 2)) end)`,
    );
    board.pin(34).level = false;
    await board.run(20);
    assert.deepEqual(board.console, []);
    board.pin(34).level = true;
    await board.run(5.8);
    board.pin(34).level = false;
    await board.run(9);
    assert.deepEqual(board.console, []);
    await board.run(2);
    // 2,900 ticks of 2 µs, high
    assert.deepEqual(board.console, [`4\t${2_900 & 255}\t${(2_900 >> 8) | 128}`]);
    board.pin(34).level = true;
    await board.run(20);
    board.pin(34).level = false;
    await board.run(20);
    assert.equal(board.console.length, 1, "longer than the idle time");
  });

  it("has eight channels, and ticks of 12.5 ns to 3.2 µs", () => {
    const { board } = luaBoard(
      `print(select(2, rmt.txsetup(13, 1006000)))
      print(pcall(rmt.txsetup, 13, 12000))
      for pin = 14, 22 do if not pcall(rmt.rxsetup, pin, 1000000) then print(pin) end end`,
    );
    assert.equal(board.console[0], "1000000");
    assert.match(board.console[1], /Bit time out of range/);
    assert.equal(board.console[2], "21");
  });
});
