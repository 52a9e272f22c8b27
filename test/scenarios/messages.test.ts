import assert from "node:assert/strict";
import { resolve } from "node:path";
import { ScriptedBroker, type Takes } from "../simulator/broker/scripted";
import type { Broker, PublishOptions } from "../simulator/broker/broker";
import { MemoryBroker } from "../simulator/broker/memory";
import { boardFile } from "./board-file";
import { describeOnEngines, hasOwnTraffic, withVoltages } from "./engines";
import { SimulatedNode } from "./simulated-node";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const VALVE = 25;
const LEAKS = "home/+/leak/state";

describeOnEngines("a valve that hears the leak sensors of other nodes", function () {
  this.timeout(60_000);
  let node: SimulatedNode;

  afterEach(async () => {
    assert.deepEqual(node.unexpectedErrors, []);
    await node.close();
  });

  const shut = { type: "message", topic: LEAKS, payload: "ON", actuator: "water", command: "OFF" };

  function valve(rules: object[], more: object = {}): string {
    const { broker = {}, ...rest } = more as { broker?: object };
    return boardFile("valve", {
      broker: { urls: ["mqtt://192.168.1.10"], keepAliveSeconds: 30, ...broker },
      topics: { base: "home/valve" },
      sensors: [{ id: "soil", type: "analog", pin: "D34", periodSeconds: 1 }],
      actuators: [{ id: "water", type: "switch", pin: `D${VALVE}`, initialValue: "ON" }],
      rules,
      ...rest,
    });
  }

  const isOpen = (): boolean => node.board.pin(VALVE).level;
  /** Another node says something, and two seconds pass. */
  async function say(topic: string, payload: string, options: PublishOptions = {}): Promise<void> {
    await node.broker.publish(topic, payload, options);
    await node.network.settle();
    await node.board.run(2 * SECOND);
  }

  it("shuts when one of them leaks, tells so, and does not open again when that is over", async () => {
    node = await SimulatedNode.online(valve([shut]));
    await say("home/cellar/leak/state", "OFF");
    assert.ok(isOpen());
    await say("home/bath/leak/state", "ON", { retain: true });
    assert.ok(!isOpen());
    assert.equal(node.payloads("water/state").at(-1), "OFF");
    for (const place of ["bath", "cellar", "kitchen"]) await say(`home/${place}/leak/state`, "OFF", { retain: true });
    assert.ok(!isOpen());
    await node.command("water", "ON");
    assert.ok(isOpen());
    assert.equal(node.diagnostics.refused, 0);
    assert.equal(node.diagnostics.ignored, 0);
  });

  it("knows at boot and at each connect of a leak that is standing, since the broker has kept it", async () => {
    const broker = new MemoryBroker();
    await broker.start();
    await broker.publish("home/bath/leak/state", "ON", { retain: true });
    node = await SimulatedNode.online(valve([shut]), { broker });
    await node.board.run(2 * SECOND);
    assert.ok(!isOpen());
    await node.command("water", "ON");
    node.network.resetAll();
    await node.untilOnline(MINUTE);
    await node.board.run(2 * SECOND);
    assert.ok(!isOpen());
  });

  it("hears nothing of that where the board file says so", async () => {
    const broker = new MemoryBroker();
    await broker.start();
    await broker.publish("home/bath/leak/state", "ON", { retain: true });
    node = await SimulatedNode.online(valve([{ ...shut, retained: false }]), { broker });
    await node.board.run(2 * SECOND);
    assert.ok(isOpen());
    await say("home/bath/leak/state", "ON", { retain: true });
    assert.ok(!isOpen());
  });

  it("goes by several rules at once, exact and with wildcards, each message by all of them", async () => {
    const rules = [
      shut,
      { type: "message", topic: "home/bath/leak/state", commands: { ON: "OFF", OFF: "ON" }, actuator: "fan" },
      { type: "message", topic: "hall/#", field: "fan", actuator: "fan", retained: false },
      { type: "message", topic: "shed/humidity", above: 70, command: "ON", actuator: "fan" },
      { type: "message", topic: "shed/humidity", below: 60, command: "OFF", actuator: "fan" },
    ];
    node = await SimulatedNode.online(
      valve(rules, {
        actuators: [
          { id: "water", type: "switch", pin: `D${VALVE}`, initialValue: "ON" },
          { id: "fan", type: "switch", pin: "D26", initialValue: "ON" },
        ],
        sensors: [],
      }),
    );
    const fan = (): boolean => node.board.pin(26).level;
    await say("home/bath/leak/state", "ON");
    assert.deepEqual([isOpen(), fan()], [false, false]);
    await say("home/bath/leak/state", "OFF");
    assert.deepEqual([isOpen(), fan()], [false, true]);
    await say("hall/fan", '{"fan":"OFF"}');
    assert.equal(fan(), false);
    await say("hall/fan", '{"fan":"TOGGLE"}');
    assert.equal(fan(), true);
    const seen: boolean[] = [];
    for (const humidity of ["50", "65.5", "70", "70.1", "", "60", "nan", "59.9"]) {
      await say("shed/humidity", humidity);
      seen.push(fan());
    }
    assert.deepEqual(seen, [false, false, false, true, true, true, true, false]);
  });

  describe("with a command for silence", () => {
    const rule = {
      ...shut,
      topic: "home/bath/leak/state",
      silentSeconds: 300,
      silentCommand: "OFF",
    };

    it("shuts when the other node has died, whatever the broker keeps of it", async () => {
      const broker = new MemoryBroker();
      await broker.start();
      await broker.publish("home/bath/leak/state", "OFF", { retain: true });
      node = await SimulatedNode.online(valve([rule]), { broker });
      for (let minute = 0; minute < 20; minute++) {
        await node.board.run(MINUTE);
        await say("home/bath/leak/state", "OFF", { retain: true });
      }
      assert.ok(isOpen());
      await node.board.run(4 * MINUTE);
      node.network.resetAll();
      await node.untilOnline(MINUTE);
      assert.ok(isOpen());
      await node.board.run(MINUTE);
      assert.ok(!isOpen());
      assert.deepEqual([node.diagnostics.event, node.diagnostics.id], ["other node silent", "water"]);
      await node.command("water", "ON");
      await node.board.run(30 * MINUTE);
      assert.ok(isOpen(), "once for each silence");
    });

    it("shuts when the broker is away, and from boot on", async () => {
      hasOwnTraffic("each engine takes its own time to connect");
      node = await SimulatedNode.boot(valve([rule]));
      node.network.connectFailure = "timed out";
      await node.board.run(4 * MINUTE);
      assert.ok(isOpen());
      await node.board.run(90 * SECOND);
      assert.ok(!isOpen());
      node.network.connectFailure = undefined;
      await node.untilOnline(2 * MINUTE);
      await node.command("water", "ON");
      await say("home/bath/leak/state", "OFF");
      await node.board.run(MINUTE);
      assert.ok(isOpen());
      node.network.goSilent();
      await node.board.run(5 * MINUTE);
      assert.ok(!isOpen());
    });
  });

  for (const qos of [1, 2] as const) {
    it(`at QoS ${qos} hears what was said while it was away, in a session that the broker keeps`, async () => {
      hasOwnTraffic("each engine takes its own time to connect");
      node = await SimulatedNode.online(valve([{ ...shut, qos }], { broker: { cleanSession: false } }));
      await node.board.run(MINUTE);
      node.network.connectFailure = "refused";
      node.network.resetAll();
      await node.board.run(MINUTE);
      await node.broker.publish("home/bath/leak/state", "ON", { qos });
      await node.board.run(MINUTE);
      assert.ok(isOpen());
      node.network.connectFailure = undefined;
      await node.untilOnline(2 * MINUTE);
      await node.board.run(5 * SECOND);
      assert.ok(!isOpen());
      assert.equal(node.diagnostics.ignored, 0);
    });
  }

  it("is told of by its own status as little as ever, also where a wildcard matches it", async () => {
    const gone = { type: "message", topic: "home/+/status", payload: "offline", actuator: "water", command: "OFF" };
    node = await SimulatedNode.online(valve([gone]));
    await node.board.run(MINUTE);
    await say("home/valve/status", "offline", { retain: true });
    await node.board.run(MINUTE);
    assert.ok(isOpen());
    assert.equal(node.payloads("status").at(-1), "online");
    await say("home/bath/status", "offline");
    assert.ok(!isOpen());
  });

  it(
    "bears a flood: readings, commands and the session go on",
    withVoltages(async () => {
      hasOwnTraffic("how many states are told in a flood depends on the millisecond");
      node = await SimulatedNode.online(valve([shut]));
      const before = node.payloads("soil/state").length;
      for (let second = 0; second < 60; second++) {
        for (let i = 0; i < 50; i++)
          await node.broker.publish(`home/room${i}/leak/state`, i % 2 === 0 ? "ON" : "x".repeat(300));
        await node.network.settle();
        await node.board.run(SECOND);
      }
      const readings = node.payloads("soil/state").length - before;
      assert.ok(readings >= 55, `${readings} readings in a minute`);
      await node.command("water", "ON");
      assert.ok(isOpen());
      assert.equal(node.diagnostics.connects, 1);
      assert.equal(node.diagnostics.errors, 0);
    }),
  );

  it("skips, counts and tells what is larger than the board takes in, and goes on", async () => {
    node = await SimulatedNode.online(valve([{ ...shut, qos: 1 }], { capacities: { receiveBytes: 128 } }));
    await say("home/bath/leak/state", "ON".padEnd(600), { qos: 1 });
    assert.ok(isOpen());
    assert.equal(node.diagnostics.oversized, 1);
    await say("home/bath/leak/state", "ON", { qos: 1 });
    assert.ok(!isOpen());
  });
});

describeOnEngines("a broker, and what a board hears of others", function () {
  this.timeout(60_000);
  let node: SimulatedNode;

  beforeEach(() => hasOwnTraffic("the time since boot differs by what each engine takes to start"));
  afterEach(async () => {
    assert.deepEqual(node.unexpectedErrors, []);
    await node.close();
  });

  const lamp = { id: "lamp", type: "switch", pin: "D25" };
  const board = (rules: object[], more: object = {}): string =>
    boardFile("node", {
      broker: { urls: ["mqtt://192.168.1.10"], cleanSession: false },
      topics: { base: "home/node" },
      actuators: [lamp],
      rules: rules.map((rule) => ({ type: "message", actuator: "lamp", payload: "ON", command: "ON", ...rule })),
      ...more,
    });

  it("asks for each topic once, at the highest quality of service that anybody wants, in batches", async () => {
    const broker = new ScriptedBroker();
    const topics = Array.from({ length: 9 }, (_, i) => `other/${i}`);
    node = await SimulatedNode.online(
      board([...topics.map((topic) => ({ topic })), { topic: "other/3", qos: 2, payload: "OFF", command: "OFF" }]),
      { broker },
    );
    const asked = broker.packets.flatMap((packet) => (packet.cmd === "subscribe" ? [packet.subscriptions] : []));
    assert.deepEqual(
      asked.map(({ length }) => length),
      [8, 2],
    );
    assert.deepEqual(
      asked.flat().map(({ topic, qos }) => `${topic} ${qos}`),
      ["home/node/lamp/set 0", ...topics.map((topic, i) => `${topic} ${i === 3 ? 2 : 0}`)],
    );
  });

  for (const [what, code, event] of [
    ["a refusal", 0x80, "subscription refused"],
    ["a lower QoS", 0, "lower QoS granted"],
  ] as const) {
    it(`is told by the actuator: ${what}`, async () => {
      const takes: Takes = (packet, connection) => {
        if (packet.cmd !== "subscribe") return false;
        const granted = packet.subscriptions.map(({ topic, qos }) => (topic === "other/+" ? code : qos));
        connection.send({ cmd: "suback", messageId: packet.messageId, granted });
        return true;
      };
      node = await SimulatedNode.online(board([{ topic: "other/+", qos: 1 }]), { broker: new ScriptedBroker(takes) });
      await node.board.run(2 * SECOND);
      assert.deepEqual([node.diagnostics.event, node.diagnostics.id], [event, "lamp"]);
    });
  }

  it("ends a subscription with wildcards that a kept session has from an earlier program", async () => {
    const broker: Broker = new MemoryBroker();
    const former = await SimulatedNode.online(board([{ topic: "former/+/x" }]), { broker });
    await former.board.run(MINUTE);
    former.board.stop();
    former.network.close();
    node = await SimulatedNode.online(board([{ topic: "other/#" }]), { broker });
    const oldOnes = (): number =>
      node.board.console.filter((line) => /^subscription of an earlier program/.test(line)).length;
    await broker.publish("former/a/x", "1");
    await node.network.settle();
    await node.board.run(MINUTE);
    assert.equal(oldOnes(), 1);
    await broker.publish("former/b/x", "1");
    await broker.publish("other/b/x", "ON");
    await node.network.settle();
    await node.board.run(MINUTE);
    assert.equal(oldOnes(), 1);
    assert.ok(node.board.pin(25).level, "its own is not ended");
  });
});

describeOnEngines("a program that hears and says messages", function () {
  this.timeout(240_000);

  it("hears topics with and without wildcards, in bounds, and publishes on its own", async () => {
    const types = JSON.stringify(resolve(__dirname, "../../firmware/app/program/program"));
    const program = `import type * as Has from ${types};
type Board = Has.BoardProgram<Record<never, never>, { lamp: Has.SwitchActuator }, { leaks: Has.Subscription; mode: Has.Subscription },
  { alarm: Has.Publication; echo: Has.Publication }>;
export default function program({ actuators, subscriptions, publications }: Board): void {
  subscriptions.leaks.onMessage((payload, topic) => {
    if (payload === "BREAK") throw new Error("broken");
    publications.alarm.publish(topic + " " + payload);
  });
  subscriptions.mode.onMessage((payload) => {
    publications.echo.publish("<" + payload + ">");
    if (payload === "night") actuators.lamp.command("OFF");
  });
}
`;
    const file = boardFile(
      "hall",
      {
        topics: { base: "home/hall" },
        actuators: [{ id: "lamp", type: "switch", pin: "D25", initialValue: "ON" }],
        subscriptions: [
          { id: "leaks", topic: "home/+/leak/state", qos: 1, longestBytes: 8 },
          { id: "mode", topic: "house/mode", retained: false },
        ],
        publications: [{ id: "alarm", topic: "house/alarm", qos: 1, retain: true }, { id: "echo" }],
      },
      program,
    );
    const broker = new MemoryBroker();
    await broker.start();
    await broker.publish("house/mode", "night", { retain: true });
    await broker.publish("home/bath/leak/state", "ON", { retain: true });
    const node = await SimulatedNode.online(file, { broker });
    const alarms = (): string[] =>
      broker.messages.filter(({ topic }) => topic === "house/alarm").map(({ payload }) => payload);
    const say = async (topic: string, payload: string): Promise<void> => {
      await broker.publish(topic, payload, { qos: 1 });
      await node.network.settle();
      await node.board.run(3 * SECOND);
    };
    await node.board.run(2 * SECOND);
    assert.deepEqual(alarms(), ["home/bath/leak/state ON"]);
    assert.ok(node.board.pin(25).level);
    assert.deepEqual(node.payloads("echo"), []);
    await say("home/cellar/leak/state", "BREAK");
    assert.equal(node.diagnostics.errors, 1);
    await say("home/cellar/leak/state", "123456789");
    const { event, id, refused } = node.diagnostics;
    assert.deepEqual([event, id, refused], ["message too long", "leaks", 1]);
    await say("home/cellar/leak/state", "OFF");
    assert.deepEqual(alarms().slice(1), ["home/cellar/leak/state OFF"]);
    await say("house/mode", "night");
    assert.deepEqual(node.payloads("echo"), ["<night>"]);
    assert.ok(!node.board.pin(25).level);
    assert.deepEqual(node.unexpectedErrors, []);
    await node.close();
  });
});
