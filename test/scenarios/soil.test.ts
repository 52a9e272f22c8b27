import assert from "node:assert/strict";
import { describeOnEngines } from "./engines";
import { SimulatedNode } from "./simulated-node";

describeOnEngines("the soil sensor of the greenhouse", () => {
  it("publishes what the voltage on its pin means", async () => {
    const node = await SimulatedNode.online("greenhouse");
    node.board.pin(34).volts = 0.825;
    const { payload } = await node.untilNext("soil/state", 6_000);
    await node.close();
    assert.equal(payload, "25.0");
  });
});
