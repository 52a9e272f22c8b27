import assert from "node:assert/strict";
import { PressedButton } from "../simulator/devices/button";
import { boardFile } from "./board-file";
import { describeOnEngines } from "./engines";
import { SimulatedNode } from "./simulated-node";

const BELL = 27;

const BOARD = boardFile("gate", {
  sensors: [{ id: "bell", type: "digital", pin: "D27", activeLow: true, periodSeconds: 60 }],
  actuators: [{ id: "gate", type: "button", pin: "D26", pressMs: 390 }],
  rules: [{ type: "contact", sensor: "bell", actuator: "gate", command: "PRESS" }],
});

describeOnEngines("a gate that is opened for a moment", function () {
  this.timeout(120_000);
  let node: SimulatedNode;

  beforeEach(async () => {
    node = await SimulatedNode.boot(BOARD);
    node.board.pin(BELL).level = true;
    await node.untilOnline(15_000);
    await node.board.run(2_000);
  });
  afterEach(async () => {
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });

  /** How long each press was, in ms; NodeMCU counts ticks of 10. */
  function presses(): number[] {
    return node.device(PressedButton, "gate").pressesMs.map((ms) => Math.floor(ms / 30) * 30);
  }

  it("is pressed for its time, and says ON and OFF", async () => {
    await node.command("gate", "PRESS");
    assert.deepEqual(presses(), [390]);
    assert.deepEqual(node.payloads("gate/state"), ["OFF", "ON", "OFF"]);
    await node.command("gate", "OPEN");
    assert.equal(node.diagnostics.refused, 1);
    assert.deepEqual(presses(), [390]);
  });

  it("a flood of commands is one press after the other, none longer", async () => {
    for (let i = 0; i < 20; i++) {
      await node.broker.publish("gate/gate/set", "PRESS");
      await node.network.settle();
      await node.board.run(50);
    }
    await node.board.run(2_000);
    assert.ok(presses().length >= 2 && presses().length <= 3, presses().join());
    assert.ok(presses().every((ms) => ms === 390));
  });

  it("is as long when the engine is busy with a broker that does not answer", async () => {
    node.network.connectFailure = "timed out";
    node.network.resetAll();
    // Just before the node tries again, and is blocked for seconds.
    let before = 0;
    for (let i = 0; i < 300; i++) {
      node.board.pin(BELL).level = false;
      await node.board.run(100);
      node.board.pin(BELL).level = true;
      await node.board.run(173);
      assert.ok(
        presses().every((ms) => ms === 390),
        presses().join(),
      );
      before = presses().length;
    }
    assert.ok(before > 10, `${before} presses`);
  });
});
