import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Broker, Message } from "../simulator/broker/broker";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { MemoryBroker } from "../simulator/broker/memory";
import { isMosquittoInstalled, MosquittoBroker } from "../simulator/broker/mosquitto";
import { describeWithVoltages, hasOwnTraffic } from "./engines";
import { SimulatedNode } from "./simulated-node";

const MINUTE = 60_000;
const DEVICE = "homeassistant/device/mote_24a160aabbcc/config";
const BIRTH = "homeassistant/status";
const ENTITIES = ["a", "b", "c", "d", "hot", "contact", "uptime", "memory", "fan", "relay"];
/** What is told of the node itself. */
const OF_THE_NODE = ["node-connection", "node-refused", "node-dropped", "node-version"];
const COUNT = ENTITIES.length + OF_THE_NODE.length;

const BROKERS: { name: string; isInstalled: () => boolean; make: () => Broker }[] = [
  { name: "aedes", isInstalled: () => true, make: () => new MemoryBroker() },
  { name: "aedes on a real socket", isInstalled: () => true, make: () => new EmbeddedBroker() },
  { name: "mosquitto", isInstalled: isMosquittoInstalled, make: () => new MosquittoBroker() },
];

const folder = mkdtempSync(join(tmpdir(), "mote-home-assistant-"));
process.on("exit", () => rmSync(folder, { recursive: true }));

/** A board with ten entities, of which one has no reading yet: an NTC that is not there. */
function boardFile(changes: object = {}): string {
  const variant = join(folder, createHash("sha1").update(JSON.stringify(changes)).digest("hex"));
  mkdirSync(variant, { recursive: true });
  const path = join(variant, "den.json");
  const analog = (id: string, pin: string) => ({ id, type: "analog", pin, periodSeconds: 10, unit: "V", decimals: 2 });
  const board = {
    name: "den",
    engine: "espruino",
    chip: "esp32",
    wifi: { ssid: "my-wifi", password: "change-me" },
    broker: { urls: ["mqtt://broker.example"] },
    topics: { base: "home/upstairs/den" },
    homeAssistant: { name: "The den", area: "Upstairs" },
    sensors: [
      ...["D32", "D35", "D36", "D39"].map((pin, i) => analog("abcd".charAt(i), pin)),
      { id: "hot", type: "ntc", pin: "D34", periodSeconds: 10, resistorOhms: 10_000, beta: 3950 },
      { id: "contact", type: "digital", pin: "D27", periodSeconds: 60, deviceClass: "door" },
      { id: "uptime", type: "uptime", periodSeconds: 60 },
      { id: "memory", type: "freeMemory", periodSeconds: 60 },
    ],
    actuators: [
      { id: "fan", type: "pwm", pin: "D33" },
      { id: "relay", type: "switch", pin: "D26" },
    ],
    ...changes,
  };
  writeFileSync(path, JSON.stringify(board));
  return path;
}

describeWithVoltages(
  "a node that tells Home Assistant of itself",
  function (engine) {
    this.timeout(60_000);
    let node: SimulatedNode;

    afterEach(async () => {
      assert.deepEqual(node.board.uncaught, []);
      await node.close();
    });

    /** The messages from a moment on, but for those that take away what programs of before may have told. */
    const messages = (from = 0): readonly Message[] =>
      node.broker.messages.slice(from).filter(({ topic, payload }) => !topic.endsWith("/config") || payload !== "");
    /** Their topics, without the board's base. */
    const topics = (from = 0): string[] => messages(from).map(({ topic }) => topic.replace("home/upstairs/den/", ""));
    const configs = (): number => messages().filter(({ topic }) => topic.endsWith("/config")).length;
    /** How far apart faults are tried; less often where the same program is gone through a second time. */
    const stepMs = (ms: number): number => (engine === "espruino" ? ms : 3 * ms);
    const STATES = ENTITIES.map((id) => `${id}/state`);
    /**
     * Waits until every state has been told, and holds what was told to the order: config, online, states. Where this machine is
     * busy, time goes on for the board before a broker on a socket has taken what it sent.
     */
    const assertSequence = async (told: () => string[], config = [DEVICE]): Promise<void> => {
      await node.board.runUntil(() => STATES.every((state) => told().includes(state)), MINUTE);
      assertOrder(told(), config);
    };
    const assertOrder = (told: string[], config: string[]): void => {
      assert.deepEqual(told.slice(0, config.length + 1), [...config, "status"]);
      for (const state of STATES) assert.ok(told.indexOf(state) > config.length, `${state} in ${told.join(" ")}`);
    };

    // The brokers know nothing of the engine: they are gone through with one.
    for (const { name, isInstalled, make } of engine === "espruino" ? BROKERS : BROKERS.slice(0, 1)) {
      describe(`on ${name}`, () => {
        before(`${name} is installed`, function () {
          if (!isInstalled()) this.skip();
        });

        it("is told whole, retained, at QoS 1, then online, then every state", async () => {
          node = await SimulatedNode.online(boardFile(), { broker: make() });
          await assertSequence(() => topics());
          const [config] = messages();
          assert.deepEqual([config?.retain, config?.qos], [true, 1]);
          assert.ok((config?.payload.length ?? 0) > 2_000, "larger than the transmit capacity");
          const document = JSON.parse(config?.payload ?? "") as { cmps: object; dev: { sa: string } };
          assert.deepEqual(Object.keys(document.cmps), [...ENTITIES, ...OF_THE_NODE]);
          assert.equal(document.dev.sa, "Upstairs");
        });

        it("is told again after a restart of the broker, in the same order", async () => {
          node = await SimulatedNode.online(boardFile(), { broker: make() });
          const config = messages()[0]?.payload;
          const before = node.broker.messages.length;
          await node.broker.restart();
          await node.untilOnline(MINUTE);
          // The will came from the broker, before.
          const from = (): number => node.broker.messages.findIndex(({ topic }, i) => i >= before && topic === DEVICE);
          await assertSequence(() => topics(from()));
          assert.equal(node.broker.messages[from()]?.payload, config);
        });

        it("is told again when Home Assistant comes online", async () => {
          node = await SimulatedNode.online(boardFile(), { broker: make() });
          await node.board.run(5_000);
          const from = node.broker.messages.length;
          await node.broker.publish(BIRTH, "online");
          await node.board.runUntil(() => topics(from).includes("status"), MINUTE);
          await assertSequence(() =>
            topics(node.broker.messages.findIndex(({ topic }, i) => i >= from && topic === DEVICE)),
          );
          assert.equal(node.diagnostics.connects, 1);
        });
      });
    }

    it("does nothing twice where Home Assistant's birth message is retained, or comes several times at once", async () => {
      const broker = new MemoryBroker();
      await broker.start();
      await broker.publish(BIRTH, "online", { retain: true });
      node = await SimulatedNode.online(boardFile(), { broker });
      await node.board.run(20_000);
      assert.equal(configs(), 1);
      for (let i = 0; i < 5; i++) await broker.publish(BIRTH, "online");
      await node.board.run(20_000);
      assert.equal(configs(), 2);
      await broker.publish(BIRTH, "offline");
      await node.board.run(20_000);
      assert.equal(configs(), 2);
      assert.equal(node.diagnostics.ignored, 0);
    });

    it("waits for a time of its own first, so that a fleet does not answer in step", async () => {
      const waits = new Set<number>();
      for (const serial of ["24a160aa-0001", "24a160aa-0002", "24a160aa-0003", "24a160aa-0004", "24a160aa-0005"]) {
        node = await SimulatedNode.online(boardFile(), { serial });
        await node.board.run(5_000);
        const saidMs = node.board.nowMs;
        await node.broker.publish(BIRTH, "online");
        await node.board.runUntil(() => configs() === 2, 15_000);
        waits.add(Math.round((node.board.nowMs - saidMs) / 1000));
        if (serial !== "24a160aa-0005") await node.close();
      }
      assert.ok(waits.size > 1, [...waits].join(" "));
      assert.ok(Math.max(...waits) <= 11);
    });

    it("says that there is no reading where the sensor has none, and the reading when it has one", async () => {
      node = await SimulatedNode.boot(boardFile());
      node.board.pin(34).volts = 3.3;
      await node.untilOnline(15_000);
      await node.board.run(500);
      assert.deepEqual(node.payloads("hot/state"), ["None"]);
      node.board.pin(34).volts = 1.65;
      await node.board.run(10_000);
      node.board.pin(34).volts = 3.3;
      await node.board.run(20_000);
      assert.deepEqual(node.payloads("hot/state"), ["None", "25.0", "None", "None"]);
    });

    it("says once that there is no reading of what is published on change, each time that it comes to that", async () => {
      const hot = { id: "hot", type: "ntc", pin: "D34", periodSeconds: 10, resistorOhms: 10_000, beta: 3950 };
      node = await SimulatedNode.boot(boardFile({ sensors: [{ ...hot, publish: "change" }] }));
      const told = (): string[] => node.payloads("hot/state");
      node.board.pin(34).volts = 3.3;
      await node.untilOnline(15_000);
      await node.board.run(40_000);
      assert.deepEqual(told(), ["None"]);
      for (const volts of [1.65, 3.3, 1.65]) {
        node.board.pin(34).volts = volts;
        await node.board.run(40_000);
      }
      assert.deepEqual(told(), ["None", "25.0", "None", "25.0"]);
      node.board.pin(34).volts = 3.3;
      await node.board.run(20_000);
      await node.broker.restart();
      await node.untilOnline(MINUTE);
      await node.board.run(20_000);
      assert.deepEqual(told().slice(4), ["None", "None"]);
    });

    it("tells of each entity in a message of its own where the board file asks for that", async () => {
      node = await SimulatedNode.online(boardFile({ homeAssistant: { discovery: "component", prefix: "ha/x" } }));
      const platforms: Record<string, string> = {
        contact: "binary_sensor",
        fan: "number",
        relay: "switch",
        "node-connection": "binary_sensor",
      };
      const expected = [...ENTITIES, ...OF_THE_NODE].map((id) => {
        const platform = platforms[id] ?? "sensor";
        return `ha/x/${platform}/mote_24a160aabbcc_${id}/config`;
      });
      await assertSequence(() => topics(), expected);
      for (const { payload } of messages().slice(0, COUNT)) {
        assert.deepEqual(Object.keys(JSON.parse(payload) as object).slice(-3), ["avty_t", "dev", "o"]);
      }
      await node.broker.publish("ha/x/status", "online");
      await node.board.run(15_000);
      assert.equal(configs(), 2 * COUNT);
      await node.broker.restart();
      await node.untilOnline(MINUTE);
      assert.equal(configs(), 3 * COUNT);
    });

    for (const discovery of ["device", "component"]) {
      it(`comes through whole in the ${discovery} form, whenever the connection is lost on the way`, async () => {
        hasOwnTraffic("what the cut falls into depends on the millisecond");
        for (let cutMs = 0; cutMs < 400; cutMs += stepMs(29)) {
          const changes = {
            homeAssistant: { discovery },
            broker: { urls: ["mqtt://broker.example"], cleanSession: false },
          };
          node = await SimulatedNode.boot(boardFile(changes));
          await node.board.runUntil(() => node.board.console.some((line) => line.includes("connecting")), 10_000);
          await node.board.run(cutMs);
          node.network.resetAll();
          await node.untilOnline(MINUTE);
          await node.board.run(15_000);
          const last = node.broker.messages.findLastIndex(({ topic }) => topic.endsWith("/config"));
          for (const { payload } of messages().filter(({ topic }) => topic.endsWith("/config"))) {
            JSON.parse(payload);
          }
          const count = discovery === "device" ? 1 : COUNT;
          assert.ok(configs() >= count, `${configs()} after ${cutMs} ms`);
          assert.ok(topics(last).includes("status"), `after ${cutMs} ms: ${topics().join(" ")}`);
          assert.deepEqual(node.board.uncaught, []);
          if (cutMs + stepMs(29) < 400) await node.close();
        }
      });
    }

    it("obeys commands and acknowledges them while the message is under way", async () => {
      hasOwnTraffic("how many commands come meanwhile depends on the millisecond");
      const actuators = [{ id: "relay", type: "switch", pin: "D26", commandQos: 1 }];
      node = await SimulatedNode.boot(boardFile({ actuators, capacities: { transmitBytes: 512 } }));
      // Subscribed, and the config not yet through.
      await node.board.runUntil(() => node.board.console.some((line) => line.includes("connecting")), 10_000);
      while (configs() === 0 && node.payloads("status").length === 0) {
        await node.broker.publish("home/upstairs/den/relay/set", "TOGGLE", { qos: 1 });
        await node.board.run(10);
      }
      await node.untilOnline(5_000).catch(() => undefined);
      await node.board.run(5_000);
      const count = node.board.pin(26).changes.length;
      await node.command("relay", "TOGGLE", { qos: 1 });
      assert.equal(node.board.pin(26).changes.length, count + 1);
      assert.equal(node.diagnostics.connects, 1);
      assert.equal(configs(), 1);
    });

    it("is told by a board that keeps messages in an outbox as well", async () => {
      const sensors = [{ id: "a", type: "analog", pin: "D34", periodSeconds: 1, qos: 1 }];
      node = await SimulatedNode.online(boardFile({ sensors, outbox: { messages: 30 } }));
      await node.board.run(5_000);
      const before = node.payloads("a/state").length;
      node.network.connectFailure = "refused";
      node.network.resetAll();
      await node.board.run(20_000);
      node.network.connectFailure = undefined;
      await node.untilOnline(MINUTE);
      await node.board.run(2_000);
      assert.equal(configs(), 2);
      assert.ok(node.payloads("a/state").length > before + 15, "what waited came through");
      assert.equal(node.diagnostics.dropped, 0);
    });

    it("loses a connection on which the broker does not acknowledge, and tries again", async () => {
      hasOwnTraffic("each engine is back at another moment, and drops what was to be told until then");
      node = await SimulatedNode.boot(boardFile());
      await node.board.runUntil(() => configs() > 0, 15_000);
      node.network.goSilent();
      await node.board.run(15_000);
      await node.untilOnline(2 * MINUTE);
      await node.board.run(2_000);
      assert.equal(configs(), 2);
    });

    it("comes through after an interruption in its timer, whenever that is", async () => {
      hasOwnTraffic("what an interruption ends is another thing on each engine");
      for (let ms = 0; ms < 400; ms += stepMs(20)) {
        node = await SimulatedNode.boot(boardFile());
        await node.board.runUntil(() => node.board.console.some((line) => line.includes("connecting")), 10_000);
        await node.board.run(ms);
        node.board.interruptNext("interval");
        await assertSequence(() => topics());
        assert.equal(configs(), 1);
        if (ms + stepMs(20) < 400) await node.close();
      }
    });

    it("does not wait for ever where Home Assistant comes online again and again", async () => {
      node = await SimulatedNode.online(boardFile());
      for (let seconds = 0; seconds < 15; seconds++) {
        await node.broker.publish(BIRTH, "online");
        await node.board.run(1_000);
      }
      assert.ok(configs() >= 2, `${configs()}`);
    });
  },
  { esp8266: "its board measures several voltages", esp32c3: "its board measures five voltages, and four pins can" },
);
