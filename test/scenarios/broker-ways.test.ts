import assert from "node:assert/strict";
import { ScriptedBroker, type Takes } from "../simulator/broker/scripted";
import { boardFile } from "./board-file";
import { describeOnEngines, hasOwnTraffic } from "./engines";
import { SimulatedNode } from "./simulated-node";

const SECOND = 1_000;
const MINUTE = 60_000;
const UP = { id: "up", type: "uptime", periodSeconds: 60 };
const LAMP = { id: "lamp", type: "switch", pin: "D25" };

describeOnEngines("a node on a broker with ways of its own", function () {
  this.timeout(60_000);
  let node: SimulatedNode;
  let broker: ScriptedBroker;

  beforeEach(() => hasOwnTraffic("the time since boot differs by what each engine takes to start"));
  afterEach(async () => {
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });

  async function boot(takes?: Takes, board: object = {}): Promise<void> {
    broker = new ScriptedBroker(takes);
    const { broker: settings = {}, ...more } = board as { broker?: object };
    const file = boardFile("node", {
      broker: { urls: ["mqtt://192.168.1.10"], keepAliveSeconds: 15, ...settings },
      topics: { base: "home/node" },
      sensors: [UP],
      actuators: [LAMP],
      ...more,
    });
    node = await SimulatedNode.boot(file, { broker });
  }

  const said = (pattern: RegExp): number => node.board.console.filter((line) => pattern.test(line)).length;
  const subscribed = (): string[][] =>
    broker.packets.flatMap((packet) =>
      packet.cmd === "subscribe" ? [packet.subscriptions.map(({ topic }) => topic)] : [],
    );

  describe("that publishes the will of an old connection late", () => {
    it("it is online again within a minute, as often as that happens", async () => {
      await boot();
      await node.untilOnline(15 * SECOND);
      for (const afterMs of [10, 700, 5 * SECOND, MINUTE, 10 * MINUTE]) {
        await node.board.run(afterMs);
        await broker.publish("home/node/status", "offline", { retain: true, qos: 1 });
        assert.equal(broker.retained.get("home/node/status"), "offline");
        await node.board.run(MINUTE);
        assert.equal(broker.retained.get("home/node/status"), "online");
      }
      assert.equal(broker.connections.length, 1);
    });

    it("where nothing is wrong the status is published once in a session", async () => {
      await boot();
      broker.retained.set("home/node/status", "offline");
      await node.untilOnline(15 * SECOND);
      await node.board.run(180 * MINUTE);
      assert.deepEqual(node.payloads("status"), ["online"]);
      assert.equal(node.diagnostics.ignored, 0);
    });

    it("where the broker hangs up on who wants to hear the status, that is asked for once", async () => {
      await boot((packet, connection) => {
        const isDenied =
          packet.cmd === "subscribe" && packet.subscriptions.some(({ topic }) => topic.endsWith("status"));
        if (isDenied) connection.hangUp();
        return isDenied;
      });
      await node.untilOnline(15 * SECOND);
      await node.board.run(10 * MINUTE);
      assert.equal(broker.connections.length, 2);
      assert.equal(node.diagnostics.lost, "connection closed after SUBSCRIBE");
    });

    it("also a node without commands", async () => {
      await boot(undefined, { actuators: [] });
      await node.untilOnline(15 * SECOND);
      await broker.publish("home/node/status", "offline", { retain: true });
      await node.board.run(MINUTE);
      assert.equal(broker.retained.get("home/node/status"), "online");
    });
  });

  describe("that takes few topics in a SUBSCRIBE", () => {
    const lamps = [13, 14, 16, 17, 18, 19, 21, 22, 23].map((pin, i) => ({ ...LAMP, id: `lamp${i}`, pin: `D${pin}` }));
    const atMost =
      (most: number): Takes =>
      (packet, connection) => {
        if (packet.cmd !== "subscribe" || packet.subscriptions.length <= most) return false;
        connection.hangUp();
        return true;
      };

    it("eight: it comes online, and every command is obeyed", async () => {
      await boot(atMost(8), { actuators: lamps });
      await node.untilOnline(15 * SECOND);
      await node.board.run(40 * SECOND);
      assert.deepEqual(
        subscribed().map(({ length }) => length),
        [8, 1, 1],
      );
      for (const { id } of lamps) {
        await node.command(id, "ON");
        assert.equal(node.payloads(`${id}/state`).at(-1), "ON", id);
      }
    });

    it("fewer, as the board file says", async () => {
      await boot(atMost(3), { actuators: lamps, broker: { topicsPerSubscribe: 3 } });
      await node.untilOnline(15 * SECOND);
      await node.board.run(40 * SECOND);
      assert.deepEqual(
        subscribed().map(({ length }) => length),
        [3, 3, 3, 1],
      );
      await node.command("lamp8", "ON");
      assert.equal(node.payloads("lamp8/state").at(-1), "ON");
    });
  });

  describe("that has a backlog", () => {
    /** Sends a message each 500 ms for a while before an answer leaves. */
    const delayed =
      (cmd: "subscribe" | "pingreq", ms: number): Takes =>
      (packet, connection) => {
        if (packet.cmd !== cmd) return false;
        const sendFrom = (atMs: number): void => {
          if (atMs > ms) return;
          connection.send({
            cmd: "publish",
            topic: "home/node/lamp/set",
            payload: "ON",
            retain: true,
            qos: 0,
            dup: false,
          });
          // One after the other: all at once would be hundreds of timers that wait.
          node.board.after(500, () => sendFrom(atMs + 500));
        };
        node.board.after(500, () => sendFrom(500));
        if (ms < 10 * MINUTE) {
          node.board.after(ms + 100, () =>
            connection.send(
              packet.cmd === "subscribe"
                ? { cmd: "suback", messageId: packet.messageId, granted: packet.subscriptions.map(() => 0) }
                : { cmd: "pingresp" },
            ),
          );
        }
        return true;
      };

    for (const seconds of [12, 40]) {
      it(`SUBACK comes after ${seconds} s of messages, and it is online`, async () => {
        await boot(delayed("subscribe", seconds * SECOND));
        await node.untilOnline((seconds + 15) * SECOND);
        assert.equal(broker.connections.length, 1);
      });
    }

    it("PINGRESP comes after 20 s of messages, and the connection stands", async () => {
      await boot(delayed("pingreq", 20 * SECOND));
      await node.untilOnline(15 * SECOND);
      await node.board.run(5 * MINUTE);
      assert.equal(broker.connections.length, 1);
    });

    it("PINGRESP comes after three minutes of messages, and the connection stands", async () => {
      await boot(delayed("pingreq", 3 * MINUTE));
      await node.untilOnline(15 * SECOND);
      await node.board.run(5 * MINUTE);
      assert.equal(broker.connections.length, 1);
    });

    it("a SUBACK that never comes is found all the same", async () => {
      await boot(delayed("subscribe", 10 * MINUTE));
      await node.board.run(2 * MINUTE);
      assert.ok(broker.connections.length > 1);
      assert.ok(said(/^broker stopped answering/) > 0);
    });
  });

  describe("that grants less than was asked for", () => {
    it("a refused subscription is named, on the console and in the report", async () => {
      await boot((packet, connection) => {
        if (packet.cmd !== "subscribe") return false;
        const granted = packet.subscriptions.map(({ topic }) => (topic === "home/node/lamp/set" ? 0x80 : 0));
        connection.send({ cmd: "suback", messageId: packet.messageId, granted });
        return true;
      });
      await node.untilOnline(15 * SECOND);
      await node.board.run(2 * SECOND);
      assert.equal(said(/^subscription refused: home\/node\/lamp\/set$/), 1);
      assert.deepEqual([node.diagnostics.event, node.diagnostics.id], ["subscription refused", "lamp"]);
    });

    it("a lower QoS is told likewise, and nothing where all is granted", async () => {
      const atQos2 = [
        { ...LAMP, commandQos: 2 },
        { ...LAMP, id: "heater", pin: "D26", commandQos: 1 },
      ];
      await boot(
        (packet, connection) => {
          if (packet.cmd !== "subscribe") return false;
          const granted = packet.subscriptions.map(({ qos }) => Math.min(qos, 1));
          connection.send({ cmd: "suback", messageId: packet.messageId, granted });
          return true;
        },
        { actuators: atQos2 },
      );
      await node.untilOnline(15 * SECOND);
      await node.board.run(2 * SECOND);
      assert.equal(said(/^only QoS 1 granted: home\/node\/lamp\/set$/), 1);
      assert.equal(said(/granted/), 1);
      assert.deepEqual([node.diagnostics.event, node.diagnostics.id], ["lower QoS granted", "lamp"]);
      broker.takes = () => false;
      broker.last.hangUp();
      await node.untilOnline(15 * SECOND);
      await node.board.run(2 * SECOND);
      assert.deepEqual([node.diagnostics.event, node.diagnostics.id], ["online", undefined]);
    });

    it("a refused subscription to its own status is named as such", async () => {
      await boot((packet, connection) => {
        if (packet.cmd !== "subscribe") return false;
        const granted = packet.subscriptions.map(({ topic }) => (topic.endsWith("status") ? 0x80 : 0));
        connection.send({ cmd: "suback", messageId: packet.messageId, granted });
        return true;
      });
      await node.untilOnline(15 * SECOND);
      await broker.publish("home/node/status", "offline", { retain: true });
      await node.board.run(40 * SECOND);
      assert.deepEqual([node.diagnostics.event, node.diagnostics.id], ["subscription refused", "status"]);
      // It says so once more, since it will not hear what was said meanwhile.
      assert.equal(broker.retained.get("home/node/status"), "online");
    });
  });

  describe("that takes no retained messages", () => {
    const refusing: Takes = (packet, connection) => {
      const isRetained =
        (packet.cmd === "connect" && packet.will?.retain === true) || (packet.cmd === "publish" && packet.retain);
      if (isRetained) connection.hangUp();
      return isRetained;
    };

    it("names the likely causes where the connection ends behind CONNECT", async () => {
      await boot(refusing);
      await node.board.run(MINUTE);
      assert.ok(said(/^connection closed after CONNECT; next attempt in/) > 1);
      assert.ok(said(/no retained messages there \("retain": false\)/) > 1);
    });

    it('works with "retain": false', async () => {
      await boot(refusing, { broker: { retain: false }, homeAssistant: {} });
      await node.untilOnline(15 * SECOND);
      await node.command("lamp", "ON");
      await node.board.run(5 * MINUTE);
      assert.equal(node.payloads("lamp/state").at(-1), "ON");
      assert.equal(broker.connections.length, 1);
      assert.ok(broker.messages.some(({ topic }) => topic.startsWith("homeassistant/device/")));
    });
  });

  describe("that hangs up on what it does not allow", () => {
    it("a reading: the report comes first, and says what the close followed", async () => {
      await boot((packet, connection) => {
        const isDenied = packet.cmd === "publish" && packet.topic === "home/node/up/state";
        if (isDenied) connection.hangUp();
        return isDenied;
      });
      await node.board.run(30 * SECOND);
      const reports = node.on("diagnostics");
      assert.ok(reports.length > 0);
      assert.equal(node.diagnostics.event, "closed on publishing");
      assert.match(String(node.diagnostics.lost), /^connection closed on publishing: not allowed/);
      broker.takes = () => false;
      await node.board.run(2 * MINUTE);
      assert.equal(node.diagnostics.event, "online");
      const order = broker.messages.map(({ topic }) => topic.slice("home/node/".length));
      const online = order.lastIndexOf("status");
      assert.deepEqual(order.slice(online - 1, online + 3), ["diagnostics", "status", "lamp/state", "up/state"]);
    });

    it("a reading at QoS 1: the report leaves before what the outbox keeps", async () => {
      await boot(
        (packet, connection) => {
          const isDenied = packet.cmd === "publish" && packet.topic === "home/node/up/state";
          if (isDenied) connection.hangUp();
          return isDenied;
        },
        { sensors: [{ ...UP, qos: 1 }], outbox: {}, broker: { cleanSession: false } },
      );
      await node.board.run(30 * SECOND);
      assert.equal(node.diagnostics.event, "closed on publishing");
      assert.match(String(node.diagnostics.lost), /^connection closed on publishing: not allowed/);
      broker.takes = () => false;
      await node.board.run(2 * MINUTE);
      const order = broker.messages.map(({ topic }) => topic.slice("home/node/".length));
      const first = order.indexOf("up/state");
      assert.equal(order[first - 1], "diagnostics");
      assert.equal(node.diagnostics.dropped, 0);
    });

    it("what tells Home Assistant of it: the report comes all the same", async () => {
      await boot(
        (packet, connection) => {
          const isDenied = packet.cmd === "publish" && packet.topic.startsWith("homeassistant/");
          if (isDenied) connection.hangUp();
          return isDenied;
        },
        { homeAssistant: {} },
      );
      await node.board.run(30 * SECOND);
      assert.equal(node.diagnostics.event, "closed on publishing");
    });

    it("a subscription: that is what the close followed", async () => {
      await boot((packet, connection) => {
        if (packet.cmd === "subscribe") connection.hangUp();
        return packet.cmd === "subscribe";
      });
      await node.board.run(30 * SECOND);
      // Nothing else of such a session arrives.
      assert.deepEqual(new Set(broker.messages.map(({ topic }) => topic)), new Set(["home/node/diagnostics"]));
      assert.equal(node.diagnostics.event, "closed on subscribing");
      assert.ok(said(/^connection closed after SUBSCRIBE; next attempt in/) > 1);
      assert.ok(said(/^may the node subscribe to its commands and its status/) > 1);
      broker.takes = () => false;
      await node.board.run(2 * MINUTE);
      assert.equal(node.diagnostics.lost, "connection closed after SUBSCRIBE");
    });
  });

  it("where another client has its client identifier it says that this may be", async () => {
    await boot();
    await node.untilOnline(15 * SECOND);
    for (let i = 0; i < 5; i++) {
      // Each throws the other one off, after its own back-off.
      await node.board.run(3 * SECOND);
      broker.last.hangUp();
      await node.untilOnline(MINUTE);
    }
    assert.ok(said(/^connection closed: client identifier in use\?; next/) > 1);
    await node.board.run(2 * SECOND);
    assert.equal(node.diagnostics.lost, "connection closed: client identifier in use?");
    // A session that lasted ends for other reasons.
    await node.board.run(5 * MINUTE);
    broker.last.hangUp();
    await node.untilOnline(MINUTE);
    await node.board.run(2 * SECOND);
    assert.equal(node.diagnostics.lost, "connection closed");
  });

  it("also where that one is back at once, each time", async () => {
    await boot((packet) => {
      // A client that is thrown off and waits a second, as most do.
      if (packet.cmd === "subscribe") {
        const { last } = broker;
        node.board.after(SECOND, () => last.hangUp());
      }
      return false;
    });
    await node.board.run(2 * MINUTE);
    assert.match(String(node.diagnostics.lost), /client identifier in use\?$/);
  });

  describe("that kept a session with a subscription of an earlier program", () => {
    for (const qos of [0, 1, 2] as const) {
      it(`its topic is named once and unsubscribed from, at QoS ${qos}`, async () => {
        const old = "home/node/heater/set";
        const send = (payload: string): void =>
          broker.last.send({ cmd: "publish", topic: old, payload, qos, messageId: 700, retain: false, dup: false });
        await boot(undefined, { broker: { cleanSession: false } });
        await node.untilOnline(15 * SECOND);
        send("ON");
        send("OFF");
        await node.board.run(5 * SECOND);
        assert.equal(said(/^subscription of an earlier program: home\/node\/heater\/set$/), 1);
        assert.deepEqual(
          broker.packets.flatMap((packet) => (packet.cmd === "unsubscribe" ? packet.unsubscriptions : [])),
          [old],
        );
        assert.deepEqual([node.diagnostics.event, node.diagnostics.id], ["old subscription", old]);
        await node.command("lamp", "ON");
        assert.equal(node.payloads("lamp/state").at(-1), "ON");
        assert.equal(broker.connections.length, 1);
      });
    }
  });
});

describeOnEngines("a node that gets no connection", function () {
  this.timeout(60_000);
  let node: SimulatedNode;

  beforeEach(() => hasOwnTraffic("each engine takes its own time to connect"));
  afterEach(async () => {
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });

  const broker = { urls: ["mqtt://broker.example"] };
  const file = (): string => boardFile("node", { broker, topics: { base: "home/node" }, sensors: [UP] });
  const reasons = (): string[] => [
    ...new Set(node.board.console.flatMap((line) => /^(.*); next attempt in/.exec(line)?.[1] ?? [])),
  ];

  for (const [failure, told] of [
    ["refused", "broker not reachable: connection refused"],
    ["unknown host", "broker not reachable: unknown host"],
    ["timed out", "broker not reachable: no answer"],
  ] as const) {
    it(`says why: ${failure}`, async () => {
      node = await SimulatedNode.boot(file());
      node.network.connectFailure = failure;
      await node.board.run(2 * MINUTE);
      assert.deepEqual(reasons(), [told]);
      node.network.connectFailure = undefined;
      await node.untilOnline(2 * MINUTE);
      await node.board.run(2 * SECOND);
      assert.equal(node.diagnostics.lost, reasons().at(-1));
    });
  }

  it("says that the network is not there", async () => {
    node = await SimulatedNode.boot(file(), { accessPoint: { ssid: "another" } });
    await node.board.run(2 * MINUTE);
    assert.deepEqual(reasons(), ["no Wi-Fi: network not found"]);
  });

  it("says that the password may be wrong", async () => {
    node = await SimulatedNode.boot(file(), { accessPoint: { ssid: "my-wifi", password: "another" } });
    await node.board.run(2 * MINUTE);
    assert.deepEqual(reasons(), ["no Wi-Fi: is the password right?"]);
  });

  it("says only that there is no Wi-Fi where it joined one that gives it no address", async () => {
    node = await SimulatedNode.boot(file());
    node.board.accessPoint.hasDhcp = false;
    await node.board.run(2 * MINUTE);
    assert.deepEqual(reasons(), ["no Wi-Fi"]);
  });
});
