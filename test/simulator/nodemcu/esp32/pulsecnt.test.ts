import assert from "node:assert/strict";
import { luaBoard, run } from "../lua-board";

describe("NodeMCU's pulsecnt", () => {
  const counter = (listener: string, low = -32767, high = 32767): string =>
    `counter = pulsecnt.create(0${listener})
    counter:chan0Config(27, pulsecnt.PCNT_PIN_NOT_USED, pulsecnt.PCNT_COUNT_DIS, pulsecnt.PCNT_COUNT_INC,
      pulsecnt.PCNT_MODE_KEEP, pulsecnt.PCNT_MODE_KEEP, ${low}, ${high})`;

  it("counts while the program does something else, and switches the pull-up on", async () => {
    const { board } = luaBoard(counter(""));
    assert.equal(board.pin(27).pull, "up");
    for (let i = 0; i < 1_000; i++) {
      board.pin(27).level = false;
      board.pin(27).level = true;
    }
    await run(board, "print(counter:getCnt(), counter:clear(), counter:getCnt())");
    assert.deepEqual(board.console, ["1000\t0\t0"]);
  });

  it("begins anew at its limit where a listener was given, and runs over without one", async () => {
    for (const [listener, expected] of [
      [", print", "2"],
      ["", "5"],
    ]) {
      const { board } = luaBoard(counter(listener, -3, 3));
      for (let i = 0; i < 5; i++) {
        board.pin(27).level = true;
        board.pin(27).level = false;
      }
      await run(board, "print(counter:getCnt())");
      assert.deepEqual(board.console, [expected]);
    }
  });

  it("has eight counters", () => {
    const { board } = luaBoard("print(pcall(pulsecnt.create, 7)) print(pcall(pulsecnt.create, 8))");
    assert.match(board.console[0], /^true/);
    assert.match(board.console[1], /allows 0 to 7/);
  });
});
