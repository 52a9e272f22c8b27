import assert from "node:assert/strict";
import { describeWithVoltages } from "./engines";
import { SimulatedNode } from "./simulated-node";

const ROOM = 34;
const DOOR = 27;
const COMPRESSOR = 25;
const SIREN = 26;
const MINUTE = 60_000;

/** Volts on the sensor's pin for a temperature: the board file says 100 × fraction of 3.3 V − 50. */
function volts(celsius: number): number {
  return ((celsius + 50) / 100) * 3.3;
}

describeWithVoltages(
  "a cold store that must not lose readings",
  function () {
    this.timeout(120_000);
    let node: SimulatedNode;

    beforeEach(async () => {
      node = await SimulatedNode.online("cold-store");
    });
    afterEach(() => node.close());

    it("publishes readings at the quality of service of the board file", async () => {
      await node.board.run(11 * MINUTE);
      assert.deepEqual(
        ["room", "door"].map((id) => [...new Set(node.on(`${id}/state`).map(({ qos }) => qos))]),
        [[1], [2]],
      );
      assert.deepEqual(node.board.uncaught, []);
    });

    it("what was measured while the broker was away arrives afterwards, in order, each once", async () => {
      const before = node.on("room/state").length;
      node.network.connectFailure = "refused";
      node.network.resetAll();
      for (let i = 0; i < 10; i++) {
        node.board.pin(ROOM).volts = volts(-20 - i);
        await node.board.run(MINUTE);
      }
      assert.equal(node.on("room/state").length, before);
      node.network.connectFailure = undefined;
      await node.untilOnline(2 * MINUTE);
      await node.board.run(5_000);
      const arrived = node
        .payloads("room/state")
        .slice(before, before + 10)
        .map(Number);
      assert.deepEqual(
        arrived.map((celsius) => Math.round(celsius)),
        [-20, -21, -22, -23, -24, -25, -26, -27, -28, -29],
      );
      assert.equal(node.diagnostics.dropped, 0);
    });

    it("what does not fit gives way, oldest first, and is counted and reported", async () => {
      node.network.connectFailure = "refused";
      node.network.resetAll();
      const before = node.on("room/state").length;
      for (let i = 0; i < 100; i++) {
        node.board.pin(ROOM).volts = volts(49 - i);
        await node.board.run(MINUTE);
      }
      node.network.connectFailure = undefined;
      await node.untilOnline(2 * MINUTE);
      await node.board.run(5_000);
      const arrived = node
        .payloads("room/state")
        .slice(before)
        .map((text) => Math.round(Number(text)));
      const dropped = Number(node.diagnostics.dropped);
      assert.equal(node.diagnostics.event, "online");
      assert.ok(arrived.length >= 20 && arrived.length <= 31, `${arrived.length} arrived`);
      assert.ok(dropped >= 100 - arrived.length, `${dropped} dropped, ${arrived.length} arrived`);
      assert.deepEqual(
        arrived,
        [...arrived].sort((a, b) => b - a),
      );
      assert.equal(arrived.at(-1), -50);
    });

    it("a command of QoS 1 or 2 that was given while the node was away is obeyed when it is back, once", async () => {
      node.network.connectFailure = "refused";
      node.network.resetAll();
      await node.board.run(2_000);
      await node.broker.publish("store/cold/compressor/set", "TOGGLE", { qos: 2 });
      await node.broker.publish("store/cold/siren/set", "ON", { qos: 1 });
      await node.board.run(MINUTE);
      assert.equal(node.board.pin(COMPRESSOR).level, false);
      node.network.connectFailure = undefined;
      await node.untilOnline(2 * MINUTE);
      await node.board.run(5_000);
      assert.equal(node.board.pin(COMPRESSOR).level, true);
      assert.equal(node.board.pin(SIREN).level, true);
      await node.command("compressor", "TOGGLE", { qos: 2 });
      assert.equal(node.board.pin(COMPRESSOR).level, false);
    });

    it("a door that opens while the connection is silent is told exactly once", async () => {
      node.network.goSilent();
      const before = node.payloads("door/state").length;
      node.board.pin(DOOR).level = false;
      await node.board.run(1_000);
      node.board.pin(DOOR).level = true;
      await node.untilOnline(3 * MINUTE);
      await node.board.run(5_000);
      const told = node.payloads("door/state").slice(before);
      // The last one is what every new session is told.
      assert.deepEqual(told, ["OFF", "ON", "ON"]);
    });
  },
  { esp8266: "its program does not fit the heap" },
);
