import assert from "node:assert/strict";
import { connectAsync, type MqttClient } from "mqtt";
import { Failure } from "../../firmware/mqtt/client";
import { createPublisher, type CreatePublisher } from "../../firmware/mqtt/publish";
import { createQos1Publisher, createQos2Publisher } from "../../firmware/mqtt/publish-acknowledged";
import { publishLarge } from "../../firmware/mqtt/stream";
import { subscribe, unsubscribe } from "../../firmware/mqtt/subscribe";
import { field } from "../firmware/mqtt/owner";
import { isMosquittoInstalled } from "../simulator/broker/mosquitto";
import { AedesServer } from "./aedes";
import { MosquittoServer } from "./mosquitto";
import { Node, type NodeSettings } from "./node";
import { isRabbitInstalled, RabbitServer } from "./rabbitmq";
import { FORBIDDEN, HOST, PASSWORD, USERNAME, type Choice, type Server } from "./server";

const SERVERS: readonly Choice[] = [
  { name: "aedes", missing: undefined, make: () => new AedesServer() },
  {
    name: "mosquitto",
    missing: isMosquittoInstalled() ? undefined : "apt install mosquitto",
    make: () => new MosquittoServer(),
  },
  {
    name: "RabbitMQ",
    missing: isRabbitInstalled() ? undefined : "apt install rabbitmq-server",
    make: () => new RabbitServer(),
  },
];

const PUBLISHERS: readonly CreatePublisher[] = [createPublisher, createQos1Publisher, createQos2Publisher];
/** Every byte there is. */
const BINARY = Buffer.from(Array.from({ length: 256 }, (_, i) => i));

/** The other side: the npm package mqtt, subscribed to everything that begins with `topic`. */
class Other {
  readonly messages: { topic: string; payload: Buffer; retain: boolean; qos: number }[] = [];

  private constructor(readonly client: MqttClient) {
    client.on("message", (topic, payload, { retain, qos }) => this.messages.push({ topic, payload, retain, qos }));
  }

  static async connect(port: number, topics: string[] = []): Promise<Other> {
    const url = `mqtt://${HOST}:${port}`;
    const client = await connectAsync(url, { username: USERNAME, password: PASSWORD, reconnectPeriod: 0 });
    const other = new Other(client);
    if (topics.length > 0) await client.subscribeAsync(topics, { qos: 2 });
    return other;
  }

  heard(topic: string): string[] {
    return this.messages.filter((message) => message.topic === topic).map(({ payload }) => payload.toString("latin1"));
  }
}

for (const { name, missing, make } of SERVERS) {
  describe(`on ${name}${missing === undefined ? "" : ` (left out: not installed, ${missing})`}`, function () {
    this.timeout(120_000);
    const server: Server = make();
    const { noQos2 } = server.limits;
    const nodes: Node[] = [];
    const others: Other[] = [];
    let count = 0;

    before(async function () {
      if (missing !== undefined) this.skip();
      await server.start();
    });
    afterEach(async () => {
      for (const node of nodes.splice(0)) node.cut();
      for (const { client } of others.splice(0)) await client.endAsync(true);
    });
    after(async () => {
      if (missing === undefined) await server.stop();
    });

    const node = (settings: Partial<NodeSettings> = {}): Node => {
      const made = new Node(server.port, { clientId: `mote-${++count}`, ...settings });
      nodes.push(made);
      return made;
    };
    const other = async (...topics: string[]): Promise<Other> => {
      const made = await Other.connect(server.port, topics);
      others.push(made);
      return made;
    };

    for (const qos of [0, 1, 2] as const) {
      if (qos === 2 && noQos2 !== undefined) {
        it(`a message published at QoS 2 is not taken for delivered: it has no QoS 2 (${noQos2})`, async () => {
          const subject = await node().connect();
          createQos2Publisher(subject.client, field("up/2"), false)("x");
          await subject.until(() => subject.failures.length > 0, "the refusal of PUBACK for QoS 2");
          assert.deepEqual(subject.failures, [Failure.ProtocolViolation]);
        });
      } else {
        it(`messages published at QoS ${qos} arrive, in their order and byte for byte`, async () => {
          const hearing = await other(`up/${qos}`);
          const subject = await node().connect();
          const publish = PUBLISHERS[qos]!(subject.client, field(`up/${qos}`), false);
          const payloads = ["", "21.375", BINARY.toString("latin1"), "größe"].map((text) =>
            Buffer.from(text, "latin1").toString("latin1"),
          );
          payloads.forEach((payload) => publish(payload));
          await subject.until(() => hearing.messages.length >= payloads.length, "every message");
          assert.deepEqual(hearing.heard(`up/${qos}`), payloads);
          assert.ok(hearing.messages.every((message) => message.qos === qos));
          await subject.until(() => subject.outbox.first === undefined, "every acknowledgement");
        });
      }

      it(`messages for it at QoS ${qos} arrive once, in their order and byte for byte`, async () => {
        const subject = await node({ filters: [`down/${qos}`], subscribeQos: qos }).connect();
        const { client } = await other();
        const payloads = Array.from({ length: 12 }, (_, i) => Buffer.concat([Buffer.from([i]), BINARY]));
        await Promise.all(payloads.map((payload) => client.publishAsync(`down/${qos}`, payload, { qos })));
        await subject.until(() => subject.messages.length >= payloads.length, "every message");
        assert.deepEqual(
          subject.heard(`down/${qos}`),
          payloads.map((payload) => payload.toString("latin1")),
        );
        await subject.until(() => subject.client.options.receivedIds.every((id) => id === 0), "every PUBREL");
        assert.deepEqual(subject.failures, []);
      });
    }

    it("a retained message is there for whoever comes later, until an empty one removes it", async () => {
      const subject = await node().connect();
      const publish = createQos1Publisher(subject.client, field("kept"), true);
      publish("ON");
      await subject.until(() => subject.outbox.first === undefined, "PUBACK");
      const later = await node({ filters: ["kept"] }).connect();
      await later.until(() => later.messages.length > 0, "the retained message");
      assert.deepEqual(later.messages, [{ topic: "kept", payload: "ON", retain: true }]);
      publish("");
      await subject.until(() => subject.outbox.first === undefined, "PUBACK");
      const last = await node({ filters: ["kept"] }).connect();
      // What is not retained is not there: something else has to tell that it would have come.
      createPublisher(last.client, field("kept"), false)("marker");
      await last.until(() => last.messages.length > 0, "the message after it");
      assert.deepEqual(last.heard("kept"), ["marker"]);
    });

    it("the will is published when the connection is cut, and not after DISCONNECT", async () => {
      const hearing = await other("will/#");
      const will = (topic: string) => ({ topic, message: "offline", qos: 1, retain: false }) as const;
      const leaving = await node({ will: will("will/leaves") }).connect();
      leaving.leave();
      const dying = await node({ will: will("will/dies") }).connect();
      dying.cut();
      await dying.until(() => hearing.messages.length > 0, "the will");
      assert.deepEqual(
        hearing.messages.map(({ topic, payload }) => [topic, String(payload)]),
        [["will/dies", "offline"]],
      );
    });

    it("a wrong password is a refusal, never a session", async () => {
      const subject = await node({ password: "wrong" }).connect();
      assert.deepEqual(subject.readies, []);
      assert.equal(subject.failures.length, 1);
      assert.ok([Failure.BadCredentials, Failure.NotAuthorized].includes(subject.failures[0]!));
    });

    it("several filters are granted, and an ended subscription brings nothing more", async () => {
      const subject = await node().connect();
      assert.ok(subscribe(subject.client, ["some/+/topic", "rest/#"], 1));
      await subject.until(() => subject.readies.length === 2, "SUBACK");
      const { client } = await other();
      await client.publishAsync("some/a/topic", "1", { qos: 1 });
      await client.publishAsync("rest/of/it", "2", { qos: 1 });
      await subject.until(() => subject.messages.length === 2, "both messages");
      assert.ok(unsubscribe(subject.client, ["some/+/topic"]));
      await subject.until(() => subject.unsubscribed === 1, "UNSUBACK");
      await client.publishAsync("some/a/topic", "3", { qos: 1 });
      await client.publishAsync("rest/of/it", "4", { qos: 1 });
      await subject.until(() => subject.messages.length === 3, "the last message");
      assert.deepEqual(subject.messages.map(({ payload }) => payload).sort(), ["1", "2", "4"]);
      assert.deepEqual(subject.readies, [0, 0]);
    });

    if (name !== "mosquitto") {
      // mosquitto's access lists are about messages; it grants every subscription.
      it("a subscription that is not allowed is told, or ends the connection; it is never taken for granted", async () => {
        const subject = await node({ filters: ["allowed", FORBIDDEN], subscribeQos: 1 }).connect();
        assert.deepEqual(subject.readies, subject.isReady ? [1] : []);
      });
    }

    it("a large message leaves in parts and arrives whole", async () => {
      const hearing = await other("large");
      const subject = await node().connect();
      const text = "0123456789abcdef".repeat(1250);
      publishLarge(subject.outbox, {
        topicField: field("large"),
        qos: 1,
        retain: false,
        payloadBytes: text.length,
        source: (at, size) => text.slice(at, at + size),
      });
      await subject.until(() => hearing.messages.length > 0, "the message");
      assert.equal(hearing.heard("large")[0], text);
      await subject.until(() => subject.outbox.first === undefined, "PUBACK");
    });

    it("a message larger than its capacity is skipped and acknowledged, and it lives on", async () => {
      const subject = await node({ filters: ["huge"], subscribeQos: 1 }).connect();
      const { client } = await other();
      await client.publishAsync("huge", "x".repeat(5_000), { qos: 1 });
      await client.publishAsync("huge", "small", { qos: 1 });
      await subject.until(() => subject.messages.length > 0, "the small message");
      assert.deepEqual([subject.heard("huge"), subject.client.oversized], [["small"], 1]);
      assert.deepEqual(subject.failures, []);
    });

    it("what was published while it was away arrives when its session is resumed", async () => {
      const settings = { clientId: "away", cleanSession: false, filters: ["away/topic"], subscribeQos: 1 as const };
      const subject = await node(settings).connect();
      subject.cut();
      const { client } = await other();
      await client.publishAsync("away/topic", "1", { qos: 1 });
      await client.publishAsync("away/topic", "2", { qos: 1 });
      await subject.connect();
      await subject.until(() => subject.messages.length >= 2, "both messages");
      assert.deepEqual([...new Set(subject.heard("away/topic"))], ["1", "2"]);
    });

    it("messages under way when the connection is cut arrive all the same: QoS 1 at least once, QoS 2 once", async () => {
      const hearing = await other("cut/1", "cut/2");
      // aedes remembers only sessions that have a subscription.
      const subject = await node({ clientId: "cut", cleanSession: false, filters: ["cut/set"] }).connect();
      const publish1 = createQos1Publisher(subject.client, field("cut/1"), false);
      const publish2 = createQos2Publisher(subject.client, field("cut/2"), false);
      const numbers: string[] = [];
      for (let round = 0; round < 8; round++) {
        for (let i = 0; i < 5; i++) {
          const number = String(numbers.length).padStart(3, "0");
          numbers.push(number);
          publish1(number);
          if (noQos2 === undefined) publish2(number);
        }
        // Cut at once, or while the answers come in.
        const acknowledged = round % 4;
        const before = hearing.messages.length;
        if (acknowledged > 0)
          await subject.until(() => hearing.messages.length >= before + acknowledged, "some of them");
        subject.cut();
        await subject.connect();
      }
      await subject.until(() => subject.outbox.first === undefined, "every acknowledgement");
      await subject.until(() => new Set(hearing.heard("cut/1")).size === numbers.length, "every message at QoS 1");
      const expected2 = noQos2 === undefined ? numbers : [];
      await subject.until(() => hearing.heard("cut/2").length >= expected2.length, "every message at QoS 2");
      assert.deepEqual([...new Set(hearing.heard("cut/1"))], numbers);
      assert.deepEqual(hearing.heard("cut/2"), expected2);
      assert.deepEqual([subject.failures, subject.losses], [[], []]);
    });

    it("sessions outlive a restart of the server: both sides bring to an end what they had begun", async () => {
      const settings = {
        clientId: "restart",
        cleanSession: false,
        filters: ["restart/down"],
        subscribeQos: 1 as const,
      };
      const subject = await node(settings).connect();
      subject.cut();
      const { client } = await other();
      await client.publishAsync("restart/down", "kept by the server", { qos: 1 });
      createQos1Publisher(subject.client, field("restart/up"), true)("kept by the node");
      await client.endAsync(true);
      others.length = 0;
      await server.restart();
      await subject.connect();
      await subject.until(() => subject.messages.length > 0, "the message for it");
      assert.deepEqual(subject.heard("restart/down"), ["kept by the server"]);
      await subject.until(() => subject.outbox.first === undefined, "PUBACK");
      const hearing = await other("restart/up");
      await subject.until(() => hearing.messages.length > 0, "its message");
      assert.deepEqual(hearing.heard("restart/up"), ["kept by the node"]);
    });
  });
}
