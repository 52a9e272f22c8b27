import assert from "node:assert/strict";
import { SimulatedNode } from "./simulated-node";

describe("a node on NodeMCU", function () {
  this.timeout(30_000);

  it("publishes readings, obeys commands and refuses what is none", async () => {
    const node = await SimulatedNode.online("nodemcu-esp32");
    node.board.pin(34).volts = 1.65;
    const { payload } = await node.untilNext("water/state", 11_000);
    assert.equal(payload, "50.0");
    await node.command("pump", "ON");
    await node.command("fan", "40");
    await node.command("fan", "400");
    assert.deepEqual(node.payloads("pump/state"), ["OFF", "ON"]);
    assert.deepEqual(node.payloads("fan/state"), ["0", "40"]);
    assert.equal(node.board.pin(26).level, true);
    assert.equal(node.diagnostics["refused"], 1);
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });

  it("comes back when the Wi-Fi was gone", async () => {
    const node = await SimulatedNode.online("nodemcu-esp32");
    node.board.accessPoint.up = false;
    await node.board.run(60_000);
    node.board.accessPoint.up = true;
    await node.untilOnline(120_000);
    await node.board.run(2_000);
    assert.equal(node.diagnostics["connects"], 2);
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });
});
