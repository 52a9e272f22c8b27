import assert from "node:assert/strict";
import { boardFile } from "./board-file";
import { describeOnEngines, hasOwnTraffic } from "./engines";
import { SimulatedNode } from "./simulated-node";

const HOUR = 3_600_000;
const ROOMS = Array.from({ length: 24 }, (_, i) => `temperature-of-room-${i}`);
const BASE = "home/building-1/floor-2/node";
const LAMP = { id: "lamp", type: "switch", pin: "D25" };

const rooms = (more: object = {}): object[] =>
  ROOMS.map((id) => ({ id, type: "uptime", periodSeconds: 3600, ...more }));

describeOnEngines(
  "a node with more readings than it may send at once",
  function () {
    this.timeout(60_000);
    let node: SimulatedNode;

    beforeEach(() => hasOwnTraffic("the time since boot differs by what each engine takes to start"));
    afterEach(async () => {
      assert.deepEqual(node.board.uncaught, []);
      await node.close();
    });

    const counts = (): number[] => ROOMS.map((id) => node.on(`${id}/state`).length);
    const online = async (more: object): Promise<void> => {
      node = await SimulatedNode.online(
        boardFile("node", { topics: { base: BASE }, capacities: { transmitBytes: 768 }, actuators: [LAMP], ...more }),
      );
    };

    it("publishes all of them within seconds: status, states, readings in the order of the board file, none dropped", async () => {
      await online({ sensors: rooms() });
      await node.board.run(4_000);
      const topics = node.broker.messages.map(({ topic }) => topic).filter((topic) => !topic.endsWith("diagnostics"));
      assert.deepEqual(topics, [`${BASE}/status`, `${BASE}/lamp/state`, ...ROOMS.map((id) => `${BASE}/${id}/state`)]);
      await node.command("lamp", "?");
      assert.equal(node.diagnostics.dropped, 0);
    });

    it("nor is any lost when the periods of all of them meet, hour after hour", async () => {
      await online({ sensors: rooms() });
      await node.board.run(3 * HOUR + 5_000);
      assert.deepEqual(new Set(counts()), new Set([4]));
      assert.equal(node.diagnostics.dropped, 0);
    });

    it("keeps what it owes behind states, which the broker keeps", async () => {
      const lamps = [13, 14, 16, 17, 18, 19, 21].map((pin) => ({
        id: `lamp-${pin}`,
        type: "switch",
        pin: `D${pin}`,
      }));
      await online({ sensors: rooms(), actuators: lamps, capacities: { transmitBytes: 560 } });
      await node.board.run(6_000);
      const kinds = node.broker.messages
        .filter(({ topic }) => !topic.endsWith("diagnostics"))
        .map(({ retain }) => retain);
      assert.deepEqual(kinds, [...new Array(1 + lamps.length).fill(true), ...new Array(ROOMS.length).fill(false)]);
      assert.equal(node.diagnostics.dropped, 0);
    });

    it("the same at QoS 1 through an outbox with fewer places", async () => {
      await online({ sensors: rooms({ qos: 1 }), outbox: { messages: 8, whenFull: "dropNewest" } });
      await node.board.run(8_000);
      assert.deepEqual(new Set(counts()), new Set([1]));
      await node.command("lamp", "?");
      assert.equal(node.diagnostics.dropped, 0);
    });

    it("the same where they are published on change, or go through a filter that lets few through", async () => {
      const sensors = rooms().map((sensor, i) => ({
        ...sensor,
        ...(i % 2 === 0 ? { publish: "change" } : { filters: [{ throttle: { seconds: 600 } }] }),
      }));
      await online({ sensors });
      await node.board.run(5_000);
      assert.deepEqual(new Set(counts()), new Set([1]));
      await node.board.run(HOUR + 5_000);
      assert.deepEqual(new Set(counts()), new Set([2]));
      assert.equal(node.diagnostics.dropped, 0);
    });

    it("counts what it owed to a session that ended", async () => {
      await online({ sensors: rooms() });
      node.network.connectFailure = "refused";
      node.network.resetAll();
      const before = counts().reduce((sum, each) => sum + each, 0);
      await node.board.run(10_000);
      node.network.connectFailure = undefined;
      await node.untilOnline(60_000);
      await node.board.run(5_000);
      const told = counts().reduce((sum, each) => sum + each, 0);
      assert.equal(told - before, ROOMS.length);
      assert.equal(before + Number(node.diagnostics.dropped), ROOMS.length);
    });
  },
  { esp8266: "so many readings do not fit its heap" },
);

describeOnEngines("parts on a bus that are read at the same moment", function () {
  this.timeout(60_000);

  it("publish all their values", async () => {
    const parts = ["0x76", "0x77"].map((address, i) => ({
      id: `station-${i}`,
      type: "bme280",
      address,
      periodSeconds: 3600,
    }));
    const node = await SimulatedNode.online(
      boardFile("node", {
        topics: { base: `home/${"long".repeat(12)}/node` },
        capacities: { transmitBytes: 512 },
        diagnostics: [],
        buses: [{ id: "i2c", type: "i2c", clock: "D22", data: "D21" }],
        sensors: parts,
      }),
    );
    await node.board.run(6_000);
    for (const { id } of parts) {
      for (const quantity of ["temperature", "humidity", "pressure"]) {
        assert.ok(node.on(`${id}/${quantity}/state`).length >= 1, `${id} ${quantity}`);
      }
    }
    assert.equal(node.diagnostics.dropped, 0);
    await node.close();
  });
});
