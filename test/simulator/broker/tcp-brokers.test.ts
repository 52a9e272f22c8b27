import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { SimulatedNetwork } from "../network/simulated";
import type { TcpBroker } from "./broker";
import { EmbeddedBroker, PortTakenError } from "./embedded";
import { ExternalBroker } from "./external";
import { isMosquittoInstalled, MosquittoBroker } from "./mosquitto";
import { PlainClient } from "./plain-client";

/** Bytes cross real sockets here: what has to come is waited for, not the clock. */
async function eventually(holds: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (holds()) return;
    await setTimeout(5);
  }
  assert.fail(`${what} did not come within 2 s`);
}

function behavesAsBroker(make: () => TcpBroker): void {
  let broker: TcpBroker;
  let network: SimulatedNetwork;

  beforeEach(async () => {
    broker = make();
    await broker.start();
    network = new SimulatedNetwork();
    network.route("*", broker.target);
  });
  afterEach(async () => {
    network.close();
    await broker.stop();
  });

  it("takes messages from a board, with retain and QoS, and hands messages to it", async () => {
    const client = new PlainClient(network);
    await client.connect();
    await client.subscribe("lamp/set");
    client.publish("soil", "41.5", true);
    await eventually(() => broker.messages.length === 1, "the message");
    assert.deepEqual(broker.messages, [{ topic: "soil", payload: "41.5", retain: true, qos: 0, atMs: 0 }]);
    await broker.publish("lamp/set", "ON", { qos: 1 });
    await client.until();
    assert.deepEqual(client.heard(), ["lamp/set ON"]);
    assert.deepEqual(broker.messages[1], { topic: "lamp/set", payload: "ON", retain: false, qos: 1, atMs: 0 });
  });

  it("delivers retained and other messages in the order they were published", async () => {
    const listener = new PlainClient(network);
    await listener.connect({ clientId: "listener" });
    await listener.subscribe("state/#");
    await listener.subscribe("reading/#");
    const speaker = new PlainClient(network);
    await speaker.connect({ clientId: "speaker" });
    const expected: string[] = [];
    for (let i = 0; i < 3; i++) {
      speaker.publish(`state/${i}`, "ON", true);
      speaker.publish(`reading/${i}`, "21");
      expected.push(`state/${i} ON`, `reading/${i} 21`);
    }
    await eventually(() => broker.messages.length === 6, "every message");
    await listener.until();
    assert.deepEqual(listener.heard(), expected);
    assert.deepEqual(
      broker.messages.map(({ topic, payload }) => `${topic} ${payload}`),
      expected,
    );
  });

  it("delivers a retained message to a later subscriber", async () => {
    await broker.publish("lamp/set", "ON", { retain: true });
    const client = new PlainClient(network);
    await client.connect();
    await client.subscribe("lamp/set");
    assert.deepEqual(client.heard(), ["lamp/set ON"]);
  });

  it("publishes the will when the connection is reset", async () => {
    const client = new PlainClient(network);
    await client.connect({ will: { topic: "status", payload: Buffer.from("offline") } });
    network.resetAll();
    await eventually(() => broker.messages.length === 1, "the will");
    assert.equal(broker.messages[0]?.payload, "offline");
  });

  it("closes connections and refuses new ones while it is stopped, and comes back on the same port", async () => {
    const client = new PlainClient(network);
    await client.connect();
    const { port } = broker;
    await broker.stop();
    await eventually(() => client.link.state(0) !== "open", "the end of the connection");
    assert.deepEqual(network.connect("broker", 1883, 0), { blockedMs: 30, failure: "refused" });
    await broker.start();
    assert.equal(broker.port, port);
    const again = new PlainClient(network);
    await again.connect();
    assert.equal(again.packets[0]?.cmd, "connack");
    again.publish("back", "1");
    await eventually(() => broker.messages.length === 1, "the message after the restart");
  });
}

describe("the embedded broker on TCP", () => {
  behavesAsBroker(() => new EmbeddedBroker());

  it("says that its port is taken, so that another can be tried", async () => {
    const first = new EmbeddedBroker();
    await first.start();
    try {
      await assert.rejects(new EmbeddedBroker(first.port).start(), PortTakenError);
    } finally {
      await first.stop();
    }
  });
});

describe("mosquitto", () => {
  before("mosquitto is not installed here (Debian package mosquitto)", function () {
    if (!isMosquittoInstalled()) this.skip();
  });
  behavesAsBroker(() => new MosquittoBroker());
});

describe("a broker by its URL", () => {
  it("is joined beside others: sees their messages, publishes, and leads boards there", async () => {
    const embedded = new EmbeddedBroker();
    await embedded.start();
    const external = new ExternalBroker(`mqtt://127.0.0.1:${embedded.port}`);
    const network = new SimulatedNetwork();
    network.route("*", external.target);
    try {
      await external.start();
      const client = new PlainClient(network);
      await client.connect();
      await client.subscribe("lamp/set");
      client.publish("soil", "41.5");
      await eventually(() => external.messages.length === 1, "the message");
      assert.deepEqual(external.messages, embedded.messages);
      await external.publish("lamp/set", "ON");
      await client.until();
      assert.deepEqual(client.heard(), ["lamp/set ON"]);
    } finally {
      network.close();
      await external.stop();
      await embedded.stop();
    }
  });

  it("is heard again after it was away", async () => {
    const embedded = new EmbeddedBroker();
    await embedded.start();
    const external = new ExternalBroker(`mqtt://127.0.0.1:${embedded.port}`);
    try {
      await external.start();
      await embedded.restart();
      // What it says before somebody listens is not heard.
      await eventually(() => {
        void embedded.publish("soil", "41.5");
        return external.messages.length > 0;
      }, "a message");
    } finally {
      await external.stop();
      await embedded.stop();
    }
  });

  it("says without the password which broker it cannot join", async () => {
    const broker = new ExternalBroker("mqtt://me:secret@127.0.0.1:1");
    await assert.rejects(broker.start(), (error: Error) => {
      assert.match(error.message, /^cannot join the broker at mqtt:\/\/127\.0\.0\.1:1 \(.*ECONNREFUSED/);
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
  });

  it("refuses what is no mqtt:// URL", () => {
    assert.throws(() => new ExternalBroker("http://example.org"), /mqtt:\/\/host/);
    assert.throws(() => new ExternalBroker("example.org"), /mqtt:\/\/host/);
  });
});
