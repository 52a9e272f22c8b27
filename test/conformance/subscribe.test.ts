import assert from "node:assert/strict";
import { parser, type ISubscribePacket, type IUnsubscribePacket, type Packet } from "mqtt-packet";
import { ClientState, Failure, PublishStatus } from "../../firmware/mqtt/record";
import { disconnect } from "../../firmware/mqtt/client";
import { createPublisher } from "../../firmware/mqtt/publish";
import { createQos1Publisher } from "../../firmware/mqtt/publish-acknowledged";
import { subscribe, subscribePacket, unsubscribe, unsubscribePacket } from "../../firmware/mqtt/subscribe";
import type { Board } from "../../scripts/lib/board/config";
import { inBatches, subscribePacket as packetOf, subscriptions } from "../../scripts/lib/program/packets";
import { bytes, field, Owner } from "../firmware/mqtt/owner";
import { exampleBoard } from "../scripts/lib/board/example-board";

function connected(): Owner {
  const owner = new Owner({ outbox: {}, options: { subscribePacket: "", subscriptions: 0 } }).connect();
  owner.sent.length = 0;
  return owner;
}

function read(packet: string): Packet {
  const packets: Packet[] = [];
  const reader = parser({ protocolVersion: 4 });
  reader.on("packet", (found) => packets.push(found));
  reader.on("error", (error) => {
    throw error;
  });
  assert.equal(reader.parse(Buffer.from(packet, "latin1")), 0);
  return packets[0]!;
}

const utf8 = (text: string): string => Buffer.from(text).toString("latin1");
const boardSubscribePacket = (board: Board): string => packetOf(inBatches(subscriptions(board), board).at(0));

const FILTERS = ["a/+/b", "#", "größe/#", "+"];
const NO_FILTERS = ["", "a#", "#/a", "a+", "+a/b", "a/+b", "a\0b", "\xff", "\xed\xa0\x80", "x".repeat(65_536)];

describe("SUBSCRIBE and UNSUBSCRIBE, as MQTT 3.1.1 has them", () => {
  it("SUBSCRIBE holds each topic filter with its QoS, as UTF-8 [MQTT-3.8.3-1]", () => {
    const packet = read(subscribePacket(FILTERS.map(utf8), 2)) as ISubscribePacket;
    assert.deepEqual(
      packet.subscriptions.map(({ topic, qos }) => [topic, qos]),
      FILTERS.map((filter) => [filter, 2]),
    );
    const ofBoard = read(boardSubscribePacket(exampleBoard({ topics: { base: "küche" } }))) as ISubscribePacket;
    assert.deepEqual(
      ofBoard.subscriptions.map(({ topic }) => topic),
      ["küche/pump/set", "küche/lamp/set"],
    );
  });

  it("UNSUBSCRIBE holds the topic filters one directly after the other, as UTF-8 [MQTT-3.10.3-1]", () => {
    const filters = FILTERS.map(utf8);
    assert.deepEqual((read(unsubscribePacket(filters)) as IUnsubscribePacket).unsubscriptions, FILTERS);
    assert.ok(
      unsubscribePacket(filters).endsWith(
        filters.map((filter) => field(Buffer.from(filter, "latin1").toString())).join(""),
      ),
    );
  });

  it("both have flags 0010 and a packet identifier [MQTT-3.8.1-1] [MQTT-3.10.1-1] [MQTT-2.3.1-1]", () => {
    assert.equal(subscribePacket(["a"], 0), "\x82\x06\0\x01\0\x01a\0");
    assert.equal(unsubscribePacket(["a"]), "\xa2\x05\0\x01\0\x01a");
    assert.equal(boardSubscribePacket(exampleBoard()).charCodeAt(0), 0x82);
  });

  it("neither leaves without a topic filter [MQTT-3.8.3-3] [MQTT-3.10.3-2]", () => {
    const owner = connected();
    assert.equal(subscribe(owner.client, [], 0), false);
    assert.equal(unsubscribe(owner.client, []), false);
    assert.deepEqual(owner.sent, []);
    assert.equal(boardSubscribePacket(exampleBoard({ actuators: [] })), "");
  });

  it("neither leaves with a topic filter that is none [MQTT-3.8.3-1] [MQTT-3.10.3-1]", () => {
    const owner = connected();
    for (const filter of NO_FILTERS) {
      assert.equal(subscribe(owner.client, ["a", filter], 0), false, JSON.stringify(filter.slice(0, 9)));
      assert.equal(unsubscribe(owner.client, [filter]), false);
    }
    assert.deepEqual(owner.sent, []);
  });

  it("their packet identifier is one that no message has [MQTT-2.3.1-2]", () => {
    const owner = connected();
    const publish = createQos1Publisher(owner.client, field("t"), false);
    subscribe(owner.client, ["a"], 1);
    const ids = new Set<number>();
    for (let i = 0; i < 65_540; i++) {
      publish("x");
      const packet = owner.sent.pop()!;
      const id = packet.charCodeAt(5) * 256 + packet.charCodeAt(6);
      ids.add(id);
      owner.receive(bytes(0x40, 2, id >> 8, id & 255));
    }
    assert.equal(ids.size, 65_534);
    assert.ok(!ids.has(1));
  });

  it("are asked one at a time, and each answer is told", () => {
    const owner = connected();
    assert.deepEqual(owner.readies, [0]);
    assert.equal(subscribe(owner.client, ["a", "b", "c"], 1), true);
    assert.equal(subscribe(owner.client, ["d"], 1), false);
    assert.equal(unsubscribe(owner.client, ["a"]), false);
    owner.receive(bytes(0x90, 5, 0, 1, 1, 0x80, 0));
    assert.deepEqual(owner.readies, [0, 1]);
    assert.equal(unsubscribe(owner.client, ["a"]), true);
    assert.equal(subscribe(owner.client, ["d"], 1), false);
    owner.receive(bytes(0xb0, 2, 0, 1));
    assert.equal(owner.unsubscribed, 1);
    assert.equal(subscribe(owner.client, ["d"], 1), true);
  });

  it("do not leave without a session, or where there is no room", () => {
    const owner = new Owner({ options: { subscribePacket: "", subscriptions: 0 } });
    assert.equal(subscribe(owner.client, ["a"], 0), false);
    owner.open();
    assert.equal(subscribe(owner.client, ["a"], 0), false);
    owner.connect();
    owner.room = 5;
    assert.equal(unsubscribe(owner.client, ["a"]), false);
    owner.room = 1000;
    assert.equal(unsubscribe(owner.client, ["a"]), true);
  });

  it("without an answer within ten seconds the connection ends", () => {
    for (const request of [
      (owner: Owner) => subscribe(owner.client, ["a"], 0),
      (owner: Owner) => unsubscribe(owner.client, ["a"]),
    ]) {
      const owner = connected();
      request(owner);
      owner.seconds(9);
      assert.deepEqual(owner.failures, []);
      owner.seconds(1);
      assert.deepEqual(owner.failures, [Failure.NoResponse]);
    }
  });
});

describe("DISCONNECT, as MQTT 3.1.1 has it", () => {
  it("is the last packet on a network connection [MQTT-3.14.4-2]", () => {
    const owner = connected();
    const publishers = [createPublisher, createQos1Publisher].map((create) => create(owner.client, field("t"), false));
    disconnect(owner.client);
    owner.seconds(120);
    publishers.forEach((publish) => publish("x"));
    assert.equal(subscribe(owner.client, ["a"], 0), false);
    owner.receive(bytes(0x32, 8, 0, 5) + "a/set\0\x07");
    assert.deepEqual(owner.sent, ["\xe0\0"]);
    assert.deepEqual(owner.messages, []);
  });

  it("leaves the client closed, so that its owner closes the connection [MQTT-3.14.4-1]", () => {
    const owner = new Owner().connect();
    disconnect(owner.client);
    assert.equal(owner.client.state, ClientState.Closed);
    assert.equal(createPublisher(owner.client, field("t"), false)("x"), PublishStatus.NotConnected);
    // It did so by itself: no failure is told of it.
    assert.deepEqual(owner.failures, []);
  });

  it("does not leave before CONNACK, nor in the middle of a packet", () => {
    const owner = new Owner().open();
    disconnect(owner.client);
    assert.equal(owner.sent.length, 1);
  });
});
