import assert from "node:assert/strict";
import { connectAsync, type MqttClient } from "mqtt";
import { Failure } from "../../firmware/mqtt/record";
import { createPublisher, type CreatePublisher } from "../../firmware/mqtt/publish";
import { createQos1Publisher, createQos2Publisher } from "../../firmware/mqtt/publish-acknowledged";
import { unsubscribe } from "../../firmware/mqtt/subscribe";
import { field } from "../firmware/mqtt/owner";
import { FORBIDDEN, HOST, USER, type Server, type ServerKind } from "./server";
import { SERVERS } from "./servers";
import { eventually, TcpNode, type TcpNodeSettings } from "./tcp-node";

const PUBLISHERS: CreatePublisher[] = [createPublisher, createQos1Publisher, createQos2Publisher];
const QOS = [0, 1, 2] as const;
const PUBACK = 4;
const PUBREC = 5;
const PUBCOMP = 7;
/** Every byte there is, NUL and those that are no UTF-8 among them. */
const ALL_BYTES = String.fromCharCode(...Array(256).keys());

/** A message as the other side got it: topic, payload, QoS, and whether it was retained. */
type Heard = [topic: string, payload: string, qos: number, retain: boolean];

function suite(kind: ServerKind): void {
  let server: Server;
  let peer: MqttClient;
  let heard: Heard[];
  let nodes: TcpNode[];
  let count = 0;
  /** Topics and client identifiers of a test begin with this: servers keep what earlier tests left. */
  let id: string;

  before(async function () {
    this.timeout(60_000);
    server = kind.create();
    await server.start();
  });
  after(async () => {
    await server?.stop();
  });
  beforeEach(async () => {
    id = `t${++count}`;
    nodes = [];
    peer = await join();
  });
  afterEach(async () => {
    const overruns = nodes.map((each) => each.overruns);
    for (const each of nodes) each.cut();
    await peer?.endAsync(true);
    assert.ok(overruns.every((each) => each === 0));
  });

  async function join(): Promise<MqttClient> {
    heard = [];
    const client = await connectAsync(`mqtt://${HOST}:${server.port}`, { ...USER, reconnectPeriod: 0 });
    client.on("error", () => undefined);
    client.on("message", (topic, payload, { qos, retain }) =>
      heard.push([topic, payload.toString("latin1"), qos, retain]),
    );
    return client;
  }

  function node(settings: Partial<TcpNodeSettings> = {}): TcpNode {
    const made = new TcpNode(() => server.port, { clientId: `${id}-node`, ...settings });
    nodes.push(made);
    return made;
  }

  const granted = (qos: 0 | 1 | 2): number => Math.min(qos, kind.highestQos);

  for (const qos of QOS) {
    if (qos > kind.highestQos && kind.aboveHighestQos === "closed") {
      it(`closes the connection on a message of QoS ${qos}, which it does not have`, async () => {
        const ours = await node().connect();
        PUBLISHERS[qos]?.(ours.client, field(`${id}/out`), false)("1");
        await eventually(() => !ours.isConnected, "the end of the connection");
        assert.deepEqual(ours.failures, []);
      });
    } else if (qos > kind.highestQos) {
      it(`takes a message of QoS ${qos} as one of QoS ${kind.highestQos}, and the client tells the wrong answer`, async () => {
        await peer.subscribeAsync(`${id}/out`, { qos });
        const ours = await node().connect();
        PUBLISHERS[qos]?.(ours.client, field(`${id}/out`), false)("1");
        await eventually(() => heard.length === 1 && ours.failures.length === 1, "the message and the failure");
        assert.deepEqual(heard, [[`${id}/out`, "1", kind.highestQos, false]]);
        assert.deepEqual(ours.failures, [Failure.ProtocolViolation]);
      });
    } else {
      it(`hands on a message of QoS ${qos} from the client`, async () => {
        await peer.subscribeAsync(`${id}/out`, { qos });
        const ours = await node().connect();
        PUBLISHERS[qos]?.(ours.client, field(`${id}/out`), false)("1");
        await eventually(() => heard.length === 1 && ours.outbox.packets.length === 0, "the message");
        assert.deepEqual(heard, [[`${id}/out`, "1", qos, false]]);
        assert.deepEqual(ours.failures, []);
      });
    }

    it(`delivers a message of QoS ${qos} to the client once`, async () => {
      const ours = await node({ filters: [`${id}/in`], qos }).connect();
      await peer.publishAsync(`${id}/in`, "1", { qos: granted(qos) as 0 | 1 | 2 });
      await peer.publishAsync(`${id}/in`, "last", { qos: granted(qos) as 0 | 1 | 2 });
      await eventually(() => ours.messages.some(({ payload }) => payload === "last"), "the message");
      assert.deepEqual(
        ours.messages.map(({ payload }) => payload),
        ["1", "last"],
      );
      assert.deepEqual(ours.failures, []);
    });
  }

  it("leaves every byte of a payload as it is, in both directions", async () => {
    await peer.subscribeAsync(`${id}/out`);
    const ours = await node({ filters: [`${id}/in`] }).connect();
    createPublisher(ours.client, field(`${id}/out`), false)(ALL_BYTES);
    await peer.publishAsync(`${id}/in`, Buffer.from(ALL_BYTES, "latin1"));
    await eventually(() => heard.length === 1 && ours.messages.length === 1, "the messages");
    assert.equal(heard[0]?.[1], ALL_BYTES);
    assert.equal(ours.messages[0]?.payload, ALL_BYTES);
  });

  it("keeps a retained message, hands it to a subscriber as such, and forgets it when it is cleared", async () => {
    const topic = `${id}/state`;
    const ours = await node().connect();
    const publish = createQos1Publisher(ours.client, field(topic), true);
    publish("ON");
    await eventually(() => ours.outbox.packets.length === 0, "PUBACK");
    const reader = await node({ clientId: `${id}-reader`, filters: [topic] }).connect();
    await eventually(() => reader.messages.length === 1, "the retained message");
    assert.deepEqual(reader.messages, [{ topic, payload: "ON", retain: true }]);
    publish("");
    await eventually(() => ours.outbox.packets.length === 0, "PUBACK");
    const late = await node({ clientId: `${id}-late`, filters: [topic] }).connect();
    await peer.publishAsync(topic, "last");
    await eventually(() => late.messages.some(({ payload }) => payload === "last"), "the last message");
    assert.deepEqual(late.messages, [{ topic, payload: "last", retain: false }]);
  });

  it("publishes the will with its QoS and retained when the connection is lost", async () => {
    const topic = `${id}/status`;
    await peer.subscribeAsync(topic, { qos: 1 });
    const ours = await node({ will: { topic, message: "offline", qos: 1, retain: true } }).connect();
    ours.cut();
    await eventually(() => heard.length === 1, "the will");
    assert.deepEqual(heard, [[topic, "offline", 1, false]]);
    const reader = await node({ clientId: `${id}-reader`, filters: [topic] }).connect();
    await eventually(() => reader.messages.length === 1, "the retained will");
    assert.equal(reader.messages[0]?.retain, true);
  });

  it("publishes no will after DISCONNECT", async () => {
    const topic = `${id}/status`;
    await peer.subscribeAsync(topic, { qos: 1 });
    const ours = await node({ will: { topic, message: "offline", qos: 1, retain: false } }).connect();
    await ours.disconnect();
    await ours.connect();
    createQos1Publisher(ours.client, field(topic), false)("last");
    await eventually(() => heard.some(([, payload]) => payload === "last"), "the last message");
    assert.deepEqual(heard, [[topic, "last", 1, false]]);
  });

  it("keeps messages for a client that is away, and delivers them when its session goes on", async () => {
    const ours = await node({ cleanSession: false, filters: [`${id}/in`], qos: 1 }).connect();
    ours.cut();
    await peer.publishAsync(`${id}/in`, "1", { qos: 1 });
    await ours.connect();
    await eventually(() => ours.messages.length > 0, "the message");
    assert.deepEqual(ours.sessionsPresent, [false, true]);
    assert.equal(ours.messages[0]?.payload, "1");
  });

  for (const { qos, cut, name } of [
    { qos: 1, cut: PUBACK, name: "PUBACK" },
    { qos: 2, cut: PUBREC, name: "PUBREC" },
    { qos: 2, cut: PUBCOMP, name: "PUBCOMP" },
  ] as const) {
    if (qos > kind.highestQos) continue;
    it(`completes a message of QoS ${qos} from the client whose ${name} was lost with the connection`, async () => {
      await peer.subscribeAsync(`${id}/out`, { qos });
      const ours = await node({ cleanSession: false, filters: [`${id}/in`], qos: 1 }).connect();
      ours.cutBeforeTaking = cut;
      const publish = PUBLISHERS[qos]?.(ours.client, field(`${id}/out`), false);
      publish?.("1");
      await eventually(() => !ours.isConnected, "the cut");
      assert.equal(ours.outbox.packets.length, 1);
      await ours.connect();
      publish?.("last");
      await eventually(() => ours.outbox.packets.length === 0, "the acknowledgements");
      await eventually(() => heard.some(([, payload]) => payload === "last"), "the last message");
      const payloads = heard.map(([, payload]) => payload);
      assert.deepEqual(qos === 2 ? payloads : [...new Set(payloads)], ["1", "last"]);
      assert.deepEqual([ours.sessionsPresent, ours.failures, ours.losses], [[false, true], [], []]);
    });
  }

  if (kind.highestQos === 2) {
    it("delivers a message of QoS 2 once to a client whose PUBREC was lost with the connection", async () => {
      const ours = await node({ cleanSession: false, filters: [`${id}/in`], qos: 2 }).connect();
      ours.cutBeforeSending = PUBREC;
      await peer.publishAsync(`${id}/in`, "1", { qos: 2 });
      await eventually(() => !ours.isConnected, "the cut");
      await ours.connect();
      await peer.publishAsync(`${id}/in`, "last", { qos: 2 });
      await eventually(() => ours.messages.some(({ payload }) => payload === "last"), "the last message");
      assert.deepEqual(
        ours.messages.map(({ payload }) => payload),
        ["1", "last"],
      );
    });
  }

  it("gets every message of a client whose connection is cut again and again: QoS 1 at least once, QoS 2 once", async () => {
    const reliable = QOS.filter((qos) => qos > 0 && qos <= kind.highestQos);
    await peer.subscribeAsync(`${id}/out/#`, { qos: kind.highestQos });
    const ours = await node({ cleanSession: false, filters: [`${id}/in`], qos: 1 }).connect();
    const publishers = reliable.map((qos) => PUBLISHERS[qos]!(ours.client, field(`${id}/out/${qos}`), false));
    const numbers: string[] = [];
    for (let round = 0; round < 8; round++) {
      for (let i = 0; i < 4; i++) {
        numbers.push(String(numbers.length).padStart(3, "0"));
        for (const publish of publishers) publish(numbers.at(-1)!);
      }
      // At once, or with some of them through.
      const goal = heard.length + (round % 4);
      await eventually(() => heard.length >= goal, "some messages");
      ours.cut();
      await ours.connect();
      if (kind.holdsBackReturning === true && !ours.isConnected) await ours.connect();
    }
    await eventually(() => ours.outbox.packets.length === 0, "every acknowledgement");
    for (const qos of reliable) {
      const got = (): string[] => heard.filter(([topic]) => topic.endsWith(`/${qos}`)).map(([, payload]) => payload);
      await eventually(() => new Set(got()).size === numbers.length, `every message of QoS ${qos}`);
      assert.deepEqual(qos === 2 ? got() : [...new Set(got())], numbers);
    }
    assert.deepEqual([ours.failures, ours.losses], [[], []]);
  });

  it("refuses a wrong password, and the client says so", async () => {
    const ours = await node({ password: "wrong" }).connect();
    assert.equal(ours.readies.length, 0);
    assert.equal(ours.failures.length, 1);
    assert.ok([Failure.BadCredentials, Failure.NotAuthorized].includes(ours.failures[0] as Failure));
  });

  if (kind.deniedSubscription === "closed") {
    it("closes the connection on a subscription that it denies, and the client is never ready", async () => {
      const ours = await node({ filters: [`${FORBIDDEN}/in`, `${id}/in`] }).connect();
      assert.equal(ours.isConnected, false);
      assert.deepEqual(ours.readies, []);
    });
  } else {
    const isRefused = kind.deniedSubscription === "refused";
    const what = isRefused
      ? "refuses a subscription, and the client counts it"
      : "grants a denied subscription in vain";
    it(what, async () => {
      const ours = await node({ filters: [`${FORBIDDEN}/in`, `${id}/in`] }).connect();
      await peer.publishAsync(`${FORBIDDEN}/in`, "1", { qos: 1 });
      await peer.publishAsync(`${id}/in`, "last", { qos: 1 });
      await eventually(() => ours.messages.length > 0, "the message");
      assert.deepEqual(ours.readies, [isRefused ? 1 : 0]);
      assert.equal(ours.messages[0]?.payload, "last");
    });
  }

  it("ends a subscription", async () => {
    const ours = await node({ filters: [`${id}/in`, `${id}/end`] }).connect();
    assert.ok(unsubscribe(ours.client, [`${id}/in`]));
    await eventually(() => ours.unsubscribed === 1, "UNSUBACK");
    await peer.publishAsync(`${id}/in`, "1", { qos: 1 });
    await peer.publishAsync(`${id}/end`, "last", { qos: 1 });
    await eventually(() => ours.messages.length > 0, "the last message");
    assert.equal(ours.messages[0]?.payload, "last");
  });

  it("sends the client a message that is too large for it: it is skipped, and the connection lives", async () => {
    const ours = await node({ filters: [`${id}/in`], qos: 1 }).connect();
    await peer.publishAsync(`${id}/in`, "x".repeat(5000), { qos: 1 });
    await peer.publishAsync(`${id}/in`, "last", { qos: 1 });
    await eventually(() => ours.messages.length > 0, "the message behind it");
    assert.deepEqual([ours.messages[0]?.payload, ours.client.oversized, ours.failures], ["last", 1, []]);
  });

  it("goes on with a session after its own restart", async function () {
    this.timeout(60_000);
    const ours = await node({ cleanSession: false, filters: [`${id}/in`], qos: 1 }).connect();
    ours.cut();
    await peer.publishAsync(`${id}/in`, "1", { qos: 1 });
    await peer.endAsync(true);
    await server.restart();
    peer = await join();
    await ours.connect();
    await eventually(() => ours.messages.length > 0, "the message from before");
    assert.deepEqual(ours.sessionsPresent, [false, true]);
    assert.equal(ours.messages[0]?.payload, "1");
  });
}

for (const kind of SERVERS) {
  if (kind.isInstalled()) describe(`the client on ${kind.name}`, () => suite(kind));
  else describe.skip(`the client on ${kind.name}, which is not installed here (${kind.install})`, () => suite(kind));
}
