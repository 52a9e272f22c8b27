import assert from "node:assert/strict";
import { SimulatedNode } from "./simulated-node";

const PUSH = 5;
const LIGHT = 4;

describe("an ESP32-S3", function () {
  this.timeout(60_000);
  let node: SimulatedNode;

  beforeEach(async () => {
    node = await SimulatedNode.boot("shelf");
    node.board.pin(PUSH).level = true;
    await node.untilOnline(15_000);
  });
  afterEach(async () => {
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });

  it("lights its lamp by the button on it", async () => {
    node.board.pin(PUSH).level = false;
    await node.board.run(100);
    node.board.pin(PUSH).level = true;
    await node.board.run(2_000);
    assert.equal(node.board.pin(LIGHT).duty, 1);
    assert.match(node.payloads("light/state").at(-1) ?? "", /"state":"ON"/);
  });

  it("tells why it was reset, from its own register", async () => {
    await node.board.run(2_000);
    assert.equal(node.diagnostics["resetReason"], "power on");
    for (const [cause, told] of [
      ["brownout", "brownout"],
      ["watchdog", "software"],
    ] as const) {
      node.board.reboot(cause);
      await node.untilOnline(15_000);
      await node.board.run(2_000);
      assert.equal(node.diagnostics["resetReason"], told);
    }
  });

  it("leaves no console open", () => {
    assert.deepEqual([node.board.telnetOpen, node.board.bluetoothConsoleOpen], [false, false]);
  });
});
