import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryBroker } from "../simulator/broker/memory";
import { ScriptedBroker } from "../simulator/broker/scripted";
import type { Peer } from "../simulator/network/target";
import { describeOnEngines, except, hasOwnTraffic, only, withVoltages } from "./engines";
import { SimulatedNode } from "./simulated-node";

const MINUTE = 60_000;
const FAIL_BACK = 30 * MINUTE;
const FIRST = "first.example:1883";
const SECOND = "second.example:1884";
const PUMP = 25;
const SOIL = 34;

describeOnEngines("a node with two brokers", function (engine) {
  this.timeout(60_000);
  let folder: string;
  let node: SimulatedNode;
  let first: MemoryBroker;
  let second: MemoryBroker;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-brokers-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(async () => {
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
    await second.stop();
  });

  function boardFile(
    name: string,
    broker: object = {},
    sensor: { periodSeconds?: number; qos?: number; decimals?: number } = {},
  ): string {
    const path = join(folder, `${name}.json`);
    const board = {
      name,
      engine: "espruino",
      chip: "esp32",
      wifi: { ssid: "my-wifi", password: "change-me" },
      broker: { urls: ["mqtt://first.example", "mqtt://second.example:1884"], ...broker },
      topics: { base: "two" },
      ...(sensor.qos === undefined ? {} : { outbox: { messages: 30 } }),
      sensors: [{ id: "soil", type: "analog", pin: `D${SOIL}`, periodSeconds: 10, ...sensor }],
      actuators: [{ id: "pump", type: "switch", pin: `D${PUMP}` }],
    };
    writeFileSync(path, JSON.stringify(board));
    return path;
  }

  async function boot(path: string): Promise<void> {
    first = new MemoryBroker();
    second = new MemoryBroker();
    await second.start();
    node = await SimulatedNode.boot(path, { broker: first });
    node.network.route(FIRST, first.target);
    node.network.route(SECOND, second.target);
  }

  const payloads = (broker: MemoryBroker, topic: string): string[] =>
    broker.messages.filter((message) => message.topic === `two/${topic}`).map(({ payload }) => payload);
  const onlineAt = (broker: MemoryBroker): number =>
    payloads(broker, "status").filter((status) => status === "online").length;
  /** Runs until one more `online` than now has come to a broker. */
  const untilOnline = async (broker: MemoryBroker, withinMs: number): Promise<void> => {
    const before = onlineAt(broker);
    await node.board.runUntil(() => onlineAt(broker) > before, withinMs);
    await node.board.run(1_500);
  };
  const attemptsUntil = (pattern: RegExp): number => {
    const lines = node.board.console;
    const end = lines.findIndex((line) => pattern.test(line));
    return lines.slice(0, end).filter((line) => line === "connecting to broker").length;
  };

  it("has them in an order of its chip's own where they are to be spread", async () => {
    hasOwnTraffic("the order is of the chip's address, which each engine has of its own");
    const path = boardFile("spread", { spread: true });
    const used = new Set<string>();
    for (let index = 0; index < 6; index++) {
      first = new MemoryBroker();
      second = new MemoryBroker();
      await second.start();
      node = await SimulatedNode.boot(path, { broker: first, serial: `24a160aa-bb0${index}` });
      node.network.route(FIRST, first.target);
      node.network.route(SECOND, second.target);
      await node.board.runUntil(() => onlineAt(first) + onlineAt(second) > 0, 15_000);
      await node.board.run(1_500);
      const [own, address, other, otherAddress] =
        onlineAt(first) > 0 ? [first, FIRST, second, SECOND] : [second, SECOND, first, FIRST];
      assert.deepEqual(payloads(own, "broker"), [address]);
      used.add(address);
      // It is the first one of this node: the other one only stands in for it.
      await own.stop();
      await untilOnline(other, MINUTE);
      assert.deepEqual(payloads(other, "broker"), [otherAddress]);
      await own.start();
      await untilOnline(own, FAIL_BACK + MINUTE);
      if (index < 5) {
        await node.close();
        await second.stop();
      }
    }
    assert.deepEqual([...used].sort(), [FIRST, SECOND]);
  });

  it("uses the first one, and publishes retained which one that is", async () => {
    await boot(boardFile("plain"));
    await untilOnline(first, 15_000);
    const told = first.messages.filter(({ topic }) => topic === "two/broker");
    assert.deepEqual(
      told.map(({ payload, retain }) => [payload, retain]),
      [[FIRST, true]],
    );
    await node.board.run(2 * FAIL_BACK);
    assert.equal(second.messages.length, 0);
    assert.equal(onlineAt(first), 1);
  });

  async function turnsAtOnce(fault: "refused" | "unknown host"): Promise<void> {
    await boot(boardFile("plain"));
    node.network.failures.set(FIRST, fault);
    await untilOnline(second, 15_000);
    assert.equal(attemptsUntil(/turning to broker 2/), 1);
    assert.deepEqual(payloads(second, "broker"), [SECOND]);
    assert.match(payloads(second, "diagnostics").at(-1) ?? "", /"lost":"broker not reachable/);
    assert.ok(!node.board.console.some((line) => line.includes("next attempt")), "nothing was waited for");
  }

  it("turns to the second at once where the first refuses", () => turnsAtOnce("refused"));
  it(
    "turns to the second at once where nobody knows the first one's name",
    except("esp8266", "it learns of that by an event, after the attempt", () => turnsAtOnce("unknown host")),
  );

  it("turns to the second after three attempts at the first, where nobody answers", async () => {
    await boot(boardFile("plain"));
    node.network.failures.set(FIRST, "timed out");
    await untilOnline(second, 3 * MINUTE);
    assert.equal(attemptsUntil(/turning to broker 2/), 4, "the fourth is the second broker's");
    assert.deepEqual(payloads(second, "broker"), [SECOND]);
  });

  it("waits where all refuse, and then asks the first again", async () => {
    await boot(boardFile("plain"));
    node.network.connectFailure = "refused";
    await node.board.run(5 * MINUTE);
    const lines = node.board.console.filter((line) => !line.includes("Wi-Fi") && !line.startsWith("mote"));
    const attempts = lines.filter((line) => line === "connecting to broker").length;
    assert.ok(attempts >= 5, `${attempts} attempts`);
    const told = lines.map((line) => /turning to broker \d|next attempt|connecting/.exec(line)?.[0]);
    const round = ["connecting", "turning to broker 1", undefined, "turning to broker 2", "next attempt"];
    assert.deepEqual(told.slice(0, 4), ["connecting", undefined, "turning to broker 2", "next attempt"]);
    assert.deepEqual(told.slice(4, 14), [...round, ...round]);
    node.network.connectFailure = undefined;
    await untilOnline(first, 3 * MINUTE);
  });

  it("turns to the second with the next attempt, where the first hangs up or lets nobody in", async () => {
    await boot(boardFile("plain"));
    const refusing = new ScriptedBroker((packet, connection) => {
      if (packet.cmd === "connect") connection.hangUp();
      return packet.cmd === "connect";
    });
    await refusing.start();
    node.network.route(FIRST, refusing.target);
    await untilOnline(second, MINUTE);
    assert.equal(attemptsUntil(/turning to broker 2/), 2);
    assert.equal(refusing.connections.length, 1);
  });

  it("gives each broker as many attempts as the board file says, round and round", async () => {
    await boot(boardFile("five", { attempts: 5 }));
    node.network.connectFailure = "timed out";
    await node.board.run(30 * MINUTE);
    const turns: number[] = [];
    for (const line of node.board.console) {
      if (line === "connecting to broker") turns.push(0);
      if (line.startsWith("turning to broker")) turns[turns.length - 1] = Number(line.slice(-1));
    }
    assert.ok(turns.length >= 15, `${turns.length} attempts`);
    turns.forEach((turn, i) => assert.equal(turn, i > 0 && i % 5 === 0 ? (i % 10 === 5 ? 2 : 1) : 0, `attempt ${i}`));
  });

  it("turns to the second where the first takes connections, but no client", async () => {
    await boot(boardFile("plain"));
    first.target.connect = () => ({ peer: { write: () => {}, close: () => {}, abort: () => {} } });
    await untilOnline(second, 3 * MINUTE);
  });

  it(
    "stays on the second without interruption while the first is away, and goes back when it is there again",
    withVoltages(async () => {
      await boot(boardFile("plain"));
      await first.stop();
      await untilOnline(second, 2 * MINUTE);
      const readings = payloads(second, "soil/state").length;
      await node.board.run(3 * FAIL_BACK + MINUTE);
      assert.equal(onlineAt(second), 1, "looking for the first costs no connection");
      assert.equal(payloads(second, "soil/state").length - readings, (3 * FAIL_BACK + MINUTE) / 10_000);
      await second.publish("two/pump/set", "ON");
      await node.board.run(1_000);
      await first.start();
      await untilOnline(first, FAIL_BACK);
      assert.equal(payloads(second, "status").at(-1), "offline", "the will tells who watches there");
      assert.equal(payloads(first, "broker").at(-1), FIRST);
      assert.equal(payloads(first, "pump/state").at(-1), "ON", "states are published anew");
      assert.match(payloads(first, "diagnostics").at(-1) ?? "", /"lost":"first broker is back"/);
      await first.publish("two/pump/set", "OFF");
      await node.board.run(1_000);
      assert.equal(node.board.pin(PUMP).level, false);
      await node.board.run(2 * FAIL_BACK);
      assert.equal(onlineAt(first), 1);
    }),
  );

  it(
    "readings that are published on the period go missing for a look at a black hole only, and for no more than it lasts",
    withVoltages(
      only("espruino", "it goes on measuring while it connects", async () => {
        await boot(boardFile("second", {}, { periodSeconds: 1 }));
        node.network.failures.set(FIRST, "timed out");
        await untilOnline(second, 2 * MINUTE);
        const before = payloads(second, "soil/state").length;
        await node.board.run(FAIL_BACK + MINUTE);
        assert.equal(onlineAt(second), 1);
        const missing = (FAIL_BACK + MINUTE) / 1_000 - (payloads(second, "soil/state").length - before);
        assert.ok(missing >= 9 && missing <= 11, `${missing} readings missing`);
      }),
    ),
  );

  it(
    "counts every reading that a move between brokers cost",
    withVoltages(async () => {
      hasOwnTraffic("each engine takes its own time to move");
      await boot(boardFile("fast", { failBackSeconds: 60 }, { periodSeconds: 0.1 }));
      // An engine that connecting blocks for more than half a period leaves a reading out, which is never measured.
      node.network.connectMs = 20;
      node.board.pin(SOIL).waveform((ms) => 1 + ms / 1e6);
      await first.stop();
      await untilOnline(second, 2 * MINUTE);
      await first.start();
      await untilOnline(first, 2 * MINUTE);
      const { dropped } = JSON.parse(payloads(first, "diagnostics").at(-1) ?? "{}") as { dropped: number };
      const arrived = payloads(first, "soil/state").length + payloads(second, "soil/state").length;
      // Each session begins with a reading besides those of the period.
      // NodeMCU's init.lua waits a second before it runs the program.
      const ranMs = node.board.nowMs - (engine !== "espruino" ? 1_000 : 0);
      assert.equal(arrived - 2 + dropped, Math.floor(ranMs / 100));
    }),
  );

  it(
    "loses no reading of QoS 1 in a move, and sends none twice",
    withVoltages(async () => {
      hasOwnTraffic("the voltage rises, and each engine takes its readings at another moment");
      await boot(boardFile("acknowledged", { failBackSeconds: 60 }, { periodSeconds: 1, qos: 1, decimals: 6 }));
      node.board.pin(SOIL).waveform((ms) => 1 + ms / 2e5);
      await untilOnline(first, 15_000);
      await first.stop();
      await untilOnline(second, 2 * MINUTE);
      await first.start();
      await untilOnline(first, 2 * MINUTE);
      await node.board.run(MINUTE);
      const told = [...payloads(first, "soil/state"), ...payloads(second, "soil/state")].map(Number);
      const distinct = [...new Set(told)].sort((a, b) => a - b);
      // Each of three sessions begins with a reading besides that of the period, which may be the same value.
      const again = told.length - distinct.length;
      assert.ok(again <= 3, `${again} told again`);
      assert.equal((JSON.parse(payloads(first, "diagnostics").at(-1) ?? "{}") as { dropped: number }).dropped, 0);
      const steps = distinct.slice(1).map((value, i) => value - (distinct[i] ?? 0));
      const aSecond = 1 / 200 / 3.3;
      assert.ok(Math.max(...steps) < 1.5 * aSecond, `${Math.max(...steps)} between two readings`);
    }),
  );

  const silent = (): { peer: Peer } => ({ peer: { write: () => {}, close: () => {}, abort: () => {} } });

  it(
    "does not leave the second for a first one that takes connections and is dead",
    withVoltages(async () => {
      await boot(boardFile("ten", { failBackSeconds: 600 }));
      await first.stop();
      await untilOnline(second, 2 * MINUTE);
      await first.start();
      const connect = first.target.connect;
      first.target.connect = silent;
      const readings = payloads(second, "soil/state").length;
      await node.board.run(180 * MINUTE);
      assert.equal(onlineAt(second), 1);
      assert.equal(payloads(second, "soil/state").length - readings, (180 * MINUTE) / 10_000);
      first.target.connect = connect;
      await untilOnline(first, 11 * MINUTE);
    }),
  );

  it("nor for one that does not let it in", async () => {
    await boot(boardFile("ten", { failBackSeconds: 600 }));
    await first.stop();
    await untilOnline(second, 2 * MINUTE);
    const refusing = new ScriptedBroker((packet, connection) => {
      if (packet.cmd !== "connect") return false;
      assert.equal(packet.will, undefined, "it publishes nothing by looking");
      connection.send({ cmd: "connack", returnCode: 5, sessionPresent: false });
      connection.hangUp();
      return true;
    });
    await refusing.start();
    node.network.route(FIRST, refusing.target);
    await node.board.run(180 * MINUTE);
    assert.equal(onlineAt(second), 1);
    assert.ok(refusing.connections.length >= 16);
  });

  it("a broker that answers and then ends the session again is left, and moved to less and less often", async () => {
    await boot(boardFile("ten", { failBackSeconds: 600 }));
    await first.stop();
    await untilOnline(second, 2 * MINUTE);
    const ending = new ScriptedBroker((packet, connection) => {
      if (packet.cmd === "subscribe") connection.hangUp();
      return packet.cmd === "subscribe";
    });
    await ending.start();
    node.network.route(FIRST, ending.target);
    await node.board.run(180 * MINUTE);
    // After 10, 20, 40 and 80 minutes.
    assert.equal(onlineAt(second), 5);
  });

  it("moves when the look itself ended the connection, as where both addresses are one broker's", async () => {
    await boot(boardFile("ten", { failBackSeconds: 600 }));
    await first.stop();
    await untilOnline(second, 2 * MINUTE);
    const one = new ScriptedBroker((packet) => {
      if (packet.cmd === "connect") second.target.close();
      return false;
    });
    await one.start();
    node.network.route(FIRST, one.target);
    await node.board.runUntil(() => one.messages.some(({ payload }) => payload === "online"), 15 * MINUTE);
  });

  it("comes back to the broker it was on when the Wi-Fi was away, whichever that is", async () => {
    await boot(boardFile("plain"));
    node.network.failures.set(FIRST, "refused");
    await untilOnline(second, 2 * MINUTE);
    for (let i = 0; i < 5; i++) {
      node.board.accessPoint.up = false;
      await node.board.run(MINUTE / 2);
      node.board.accessPoint.up = true;
      await untilOnline(second, 2 * MINUTE);
    }
    assert.equal(onlineAt(second), 6);
    assert.ok(!node.board.console.includes("turning to broker 1"));
  });

  it("gives the second its own attempts when a session that lasted breaks", async () => {
    await boot(boardFile("plain"));
    node.network.failures.set(FIRST, "refused");
    await untilOnline(second, 2 * MINUTE);
    await node.board.run(5 * MINUTE);
    await second.restart();
    await untilOnline(second, MINUTE);
    assert.ok(!node.board.console.includes("turning to broker 1"));
  });
});
