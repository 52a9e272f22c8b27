import assert from "node:assert/strict";
import { luaBoard, run } from "../lua-board";
import type { Pulse } from "../../pins";

describe("NodeMCU's ws2812", () => {
  it("sends bytes bit by bit, and comes back when they are through", async () => {
    const { board } = luaBoard("");
    let sent: readonly Pulse[] = [];
    board.pin(13).onPulses((train) => (sent = train));
    await run(
      board,
      `local before = node.uptime()
      ws2812.write({ pin = 13, data = "\\128" })
      print(math.floor(node.uptime() - before + 0.5))`,
    );
    assert.deepEqual(sent, [{ highNs: 800, lowNs: 600 }, ...Array<Pulse>(7).fill({ highNs: 400, lowNs: 700 })]);
    // 51.2 µs of silence, 1.4 µs and 7 times 1.1 µs
    assert.deepEqual(board.console, ["60"]);
    assert.equal(board.pin(13).level, false);
  });

  it("takes other lengths, and refuses what it cannot make", async () => {
    const { board } = luaBoard("");
    let sent: readonly Pulse[] = [];
    board.pin(13).onPulses((train) => (sent = train));
    await run(board, `ws2812.write({ pin = 13, data = "\\0", t0h = 3, t0l = 9 })`);
    assert.deepEqual(sent[0], { highNs: 300, lowNs: 900 });
    await run(
      board,
      `print(pcall(ws2812.write, { data = "" }))
      print(pcall(ws2812.write, { pin = 13 }))
      print(pcall(ws2812.write, { pin = 13, data = "", t0h = 0 }))
      print(pcall(ws2812.write, "x"))`,
    );
    assert.deepEqual(
      board.console.map((line) => line.replace(/^false\tbad argument #1 (to '.*' )?/, "")),
      [
        "(invalid pin)",
        "(ws2812.buffer or string expected)",
        "(t0h must be 1<=t0h<=32767)",
        "(table expected, got string)",
      ],
    );
  });
});
