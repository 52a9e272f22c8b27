import assert from "node:assert/strict";
import { SimulatedNetwork } from "../network/simulated";
import { MemoryBroker } from "./memory";
import { PlainClient } from "./plain-client";
import { inFullOr } from "../../thorough";

describe("the broker in memory", () => {
  let broker: MemoryBroker;
  let network: SimulatedNetwork;

  beforeEach(async () => {
    broker = new MemoryBroker();
    await broker.start();
    network = new SimulatedNetwork();
    network.route("*", broker.target);
  });
  afterEach(() => broker.stop());

  it("accepts a client and hands messages from one to the other", async () => {
    const listener = new PlainClient(network);
    await listener.connect({ clientId: "listener" });
    await listener.subscribe("home/#");
    const speaker = new PlainClient(network);
    await speaker.connect({ clientId: "speaker" });
    speaker.publish("home/soil", "41.5");
    await listener.until();
    assert.deepEqual(
      listener.packets.map((packet) => packet.cmd),
      ["connack", "suback", "publish"],
    );
    assert.deepEqual(listener.heard(), ["home/soil 41.5"]);
  });

  it("keeps every message with retain, QoS and the board's time", async () => {
    const client = new PlainClient(network);
    await client.connect();
    await client.until(1500);
    client.publish("a", "é", true);
    await client.until();
    await broker.publish("b", "2", { qos: 1 });
    assert.deepEqual(broker.messages, [
      { topic: "a", payload: "é", retain: true, qos: 0, atMs: 1500 },
      { topic: "b", payload: "2", retain: false, qos: 1, atMs: 1500 },
    ]);
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
    await listener.until();
    assert.deepEqual(listener.heard(), expected);
  });

  it("delivers a retained message to a later subscriber, marked as retained", async () => {
    await broker.publish("lamp/set", "ON", { retain: true });
    const client = new PlainClient(network);
    await client.connect();
    await client.subscribe("lamp/set");
    assert.deepEqual(
      client.packets.filter((packet) => packet.cmd === "publish").map((packet) => packet.retain),
      [true],
    );
  });

  it("publishes the will when the link is reset or closed without DISCONNECT", async () => {
    const will = { topic: "status", payload: Buffer.from("offline") };
    const client = new PlainClient(network);
    await client.connect({ will });
    network.resetAll();
    await network.settle();
    assert.deepEqual(
      broker.messages.map(({ topic, payload }) => `${topic} ${payload}`),
      ["status offline"],
    );
    const second = new PlainClient(network);
    await second.connect({ will });
    second.link.close(0);
    await network.settle();
    assert.equal(broker.messages.length, 2);
  });

  it("keeps the will to itself after DISCONNECT", async () => {
    const client = new PlainClient(network);
    await client.connect({ will: { topic: "status", payload: Buffer.from("offline") } });
    client.send({ cmd: "disconnect" });
    client.link.close(0);
    await network.settle();
    assert.deepEqual(broker.messages, []);
  });

  it("publishes the will of a silent board when its keep alive is over, on the board's clock", async () => {
    const client = new PlainClient(network);
    await client.connect({ keepalive: 30, will: { topic: "status", payload: Buffer.from("offline") } });
    network.goSilent();
    assert.equal(network.nextArrivalMs(44_999), 45_000);
    assert.deepEqual(broker.messages, []);
    network.nextArrivalMs(45_000);
    await network.settle();
    assert.deepEqual(
      broker.messages.map(({ topic, atMs }) => `${topic} ${atMs}`),
      ["status 45000"],
    );
    assert.equal(client.link.state(45_000), "open");
  });

  it("closes every link and refuses new ones while it is stopped", async () => {
    const client = new PlainClient(network);
    await client.connect();
    await broker.stop();
    assert.equal(client.link.state(0), "ended");
    assert.throws(() => new PlainClient(network), /refused/);
    await broker.start();
    const again = new PlainClient(network);
    await again.connect();
    assert.equal(again.packets[0]?.cmd, "connack");
  });

  it("takes its clients' wills with it when it stops, as a broker that is switched off does", async () => {
    const client = new PlainClient(network);
    await client.connect({ will: { topic: "status", payload: Buffer.from("offline") } });
    await broker.stop();
    assert.deepEqual(broker.messages, []);
  });

  it("forgets retained messages when it restarts", async () => {
    await broker.publish("a", "1", { retain: true });
    await broker.restart();
    const client = new PlainClient(network);
    await client.connect();
    await client.subscribe("a");
    assert.deepEqual(client.heard(), []);
  });

  it("answers nothing and says why when it is asked to publish while stopped", async () => {
    await broker.stop();
    await assert.rejects(broker.publish("a", "1"), /the broker is stopped/);
  });
});

describe("many messages through the broker in memory", () => {
  const messageCount = inFullOr(45_000, 4_500);

  async function day(): Promise<string> {
    const broker = new MemoryBroker();
    await broker.start();
    const network = new SimulatedNetwork();
    network.route("*", broker.target);
    network.isRecording = true;
    const client = new PlainClient(network);
    await client.connect();
    await client.subscribe("echo");
    for (let i = 0; i < messageCount; i++) {
      client.publish(i % 100 === 0 ? "echo" : "home/soil", String(i));
      await client.until(i * 1920);
    }
    await broker.stop();
    assert.equal(broker.messages.length, messageCount);
    assert.equal(client.heard().length, messageCount / 100);
    return JSON.stringify([broker.messages, network.recordings]);
  }

  it("are the same to the byte and the millisecond the second time", async function () {
    this.timeout(60_000);
    assert.equal((await day()) === (await day()), true);
  });
});
