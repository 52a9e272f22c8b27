import assert from "node:assert/strict";
import { describeOnEngines } from "./engines";
import { SimulatedNode } from "./simulated-node";

const VALVE = 25;
const MINUTE = 60_000;

describeOnEngines(
  "a valve that hears three leak sensors, by rules and its own program",
  function () {
    this.timeout(240_000);
    let node: SimulatedNode;

    beforeEach(async () => {
      node = await SimulatedNode.online("leak-valve");
      await node.command("valve", "ON");
    });
    afterEach(async () => {
      assert.deepEqual([node.unexpectedErrors, node.board.longCallbacks], [[], []]);
      await node.close();
    });

    const says = async (place: string, payload: string): Promise<void> => {
      await node.broker.publish(`home/${place}/leak/state`, payload, { qos: 1 });
      await node.network.settle();
      await node.board.run(2_000);
    };
    const isOpen = (): boolean => node.board.pin(VALVE).level;

    it("shuts for any of them, says where, and stays shut when the leak is over", async () => {
      await says("bath", "OFF");
      assert.equal(isOpen(), true);
      await says("cellar", "ON");
      assert.equal(isOpen(), false);
      await says("cellar", "OFF");
      assert.equal(isOpen(), false);
      assert.deepEqual(node.payloads("leak"), ["none", "cellar", "none"]);
      await node.command("valve", "ON");
      assert.equal(isOpen(), true);
    });

    it("is shut again where somebody opens it too early", async () => {
      await says("kitchen", "ON");
      await node.command("valve", "ON");
      assert.equal(isOpen(), false);
      assert.equal(node.payloads("valve/state").at(-1), "OFF");
      await node.board.run(2_000);
      assert.equal(node.diagnostics.event, "not opened: leak in kitchen");
    });

    it("shuts when one of them was silent for half an hour, also without Wi-Fi", async () => {
      for (let i = 0; i < 2; i++) {
        await node.board.run(14 * MINUTE);
        for (const place of ["kitchen", "bath"]) await says(place, "OFF");
      }
      assert.equal(isOpen(), true);
      await node.board.run(2.5 * MINUTE);
      assert.equal(isOpen(), false);
      await node.command("valve", "ON");
      assert.equal(isOpen(), true);
      node.board.accessPoint.up = false;
      await node.board.run(31 * MINUTE);
      assert.equal(isOpen(), false);
    });

    it("knows of a leak that was told before it had its power back", async () => {
      await node.broker.publish("home/bath/leak/state", "ON", { qos: 1, retain: true });
      node.board.stop();
      node.board.boot();
      await node.untilOnline(15_000);
      await node.board.run(5_000);
      assert.equal(isOpen(), false);
      assert.equal(node.payloads("leak").at(-1), "bath");
    });
  },
  { esp8266: "its heap has no room for it" },
);
