import assert from "node:assert/strict";
import type { IPublishPacket } from "mqtt-packet";
import { Failure, Loss, PublishStatus } from "../../firmware/mqtt/record";
import { createPublisher } from "../../firmware/mqtt/publish";
import { createQos1Publisher, createQos2Publisher } from "../../firmware/mqtt/publish-acknowledged";
import { bytes, field, Owner, wire, type OwnerSettings } from "../firmware/mqtt/owner";

/** An owner with a session, nothing subscribed, and what it sent so far forgotten. */
function connected(settings: OwnerSettings = {}): Owner {
  const owner = new Owner({
    outbox: {},
    ...settings,
    options: { subscribePacket: "", subscriptions: 0, cleanSession: false, ...settings.options },
  }).connect();
  owner.sent.length = 0;
  return owner;
}

/** What was sent since, in short: "publish 2 dup a", "pubrel 2" …, and forgets it. */
function said(owner: Owner): string[] {
  const texts = owner.packets().map((packet) => {
    if (packet.cmd !== "publish") return `${packet.cmd} ${packet.messageId ?? ""}`.trim();
    const { messageId, dup, qos, payload } = packet;
    return `publish ${messageId ?? "-"}${dup ? " dup" : ""} qos${qos} ${String(payload)}`;
  });
  owner.sent.length = 0;
  return texts;
}

const puback = (id: number): string => bytes(0x40, 2, id >> 8, id & 255);
const pubrec = (id: number): string => bytes(0x50, 2, id >> 8, id & 255);
const pubcomp = (id: number): string => bytes(0x70, 2, id >> 8, id & 255);

function reconnect(owner: Owner, sessionPresent: boolean): string[] {
  owner.close();
  owner.connect(sessionPresent);
  const [connect, ...rest] = said(owner);
  assert.equal(connect, "connect");
  return rest;
}

describe("publishing, as MQTT 3.1.1 has it", () => {
  it("at QoS 0 is one PUBLISH without packet identifier and DUP [MQTT-2.3.1-5] [MQTT-4.3.1-1] [MQTT-3.3.1-2]", () => {
    const owner = connected();
    createPublisher(owner.client, field("t"), false)("x");
    assert.deepEqual(owner.sent, ["0\x04\0\x01tx"]);
    owner.close().connect(true);
    assert.equal(owner.sent.length, 1, "it is not sent again");
  });

  it("has the topic name first in the variable header [MQTT-3.3.2-1]", () => {
    const owner = connected();
    createPublisher(owner.client, field("a/b"), false)("x");
    createQos1Publisher(owner.client, field("a/b"), true)("x");
    createQos2Publisher(owner.client, field("a/b"), false)("x");
    assert.deepEqual(owner.sent, ["0\x06\0\x03a/bx", "3\x08\0\x03a/b\0\x02x", "4\x08\0\x03a/b\0\x03x"]);
  });

  it("at QoS 1 and 2 carries a packet identifier that is not zero [MQTT-2.3.1-1]", () => {
    const owner = connected({ outbox: { firstPacketId: 65_534 } });
    const publishers = [createQos1Publisher, createQos2Publisher].map((create) =>
      create(owner.client, field("t"), false),
    );
    for (let i = 0; i < 4; i++) publishers[i % 2]!(`${i}`);
    const ids = owner.packets().map((packet) => (packet as IPublishPacket).messageId);
    // 1 is that of SUBSCRIBE and UNSUBSCRIBE, 2 that of constant packets.
    assert.deepEqual(ids, [65_534, 65_535, 3, 4]);
  });

  it("takes packet identifiers that are not in use, also after 65,535 [MQTT-2.3.1-2]", () => {
    const owner = connected({ outbox: { slots: 4, firstPacketId: 65_534 } });
    const publish = createQos1Publisher(owner.client, field("t"), false);
    publish("a");
    publish("b");
    publish("c");
    said(owner);
    // "a" and "c" stay unacknowledged for as long as it takes to come round to their identifiers.
    let last = 65_535;
    for (let i = 0; i < 65_532 + 10; i++) {
      owner.receive(puback(last));
      assert.equal(publish("x"), PublishStatus.Sent);
      const packet = owner.sent.pop()!;
      last = packet.charCodeAt(5) * 256 + packet.charCodeAt(6);
      assert.ok(last !== 65_534 && last !== 3 && last > 2, `identifier ${last} is in use`);
    }
    assert.deepEqual(owner.failures, []);
  });

  it("at QoS 1 has DUP 0 at first and stays unacknowledged until PUBACK [MQTT-4.3.2-1]", () => {
    const owner = connected({ outbox: { slots: 1 } });
    const publish = createQos1Publisher(owner.client, field("t"), false);
    assert.equal(publish("a"), PublishStatus.Sent);
    assert.deepEqual(said(owner), ["publish 2 qos1 a"]);
    assert.equal(publish("b"), PublishStatus.Full, "its slot is taken");
    assert.deepEqual(reconnect(owner, true), ["publish 2 dup qos1 a"]);
    owner.receive(puback(2));
    assert.deepEqual(reconnect(owner, true), []);
    assert.equal(publish("b"), PublishStatus.Sent);
    assert.deepEqual(said(owner), ["publish 3 qos1 b"]);
  });

  it("at QoS 2 is answered with PUBREL on PUBREC, and never sent again after it [MQTT-4.3.3-1]", () => {
    const owner = connected();
    createQos2Publisher(owner.client, field("t"), false)("a");
    assert.deepEqual(said(owner), ["publish 2 qos2 a"]);
    assert.deepEqual(reconnect(owner, true), ["publish 2 dup qos2 a"]);
    owner.receive(pubrec(2));
    assert.deepEqual(said(owner), ["pubrel 2"]);
    assert.deepEqual(reconnect(owner, true), ["pubrel 2"]);
    // The server had not got the first PUBREL and says PUBREC again.
    owner.receive(pubrec(2));
    assert.deepEqual(said(owner), ["pubrel 2"]);
    owner.receive(pubcomp(2));
    assert.deepEqual(reconnect(owner, true), []);
    assert.deepEqual([owner.failures, owner.losses], [[], []]);
  });

  it("again after a lost connection has DUP set, and only then [MQTT-3.3.1-1]", () => {
    const owner = connected();
    const publish = createQos1Publisher(owner.client, field("t"), false);
    publish("sent");
    owner.room = 0;
    publish("never sent");
    said(owner);
    owner.room = 1000;
    assert.deepEqual(reconnect(owner, true), ["publish 2 dup qos1 sent", "publish 3 qos1 never sent"]);
    assert.deepEqual(reconnect(owner, true), ["publish 2 dup qos1 sent", "publish 3 dup qos1 never sent"]);
  });

  it("has a DUP that says nothing of what came in [MQTT-3.3.1-3]", () => {
    const owner = connected();
    const publish = createQos1Publisher(owner.client, field("t"), false);
    owner.receive(
      wire({ cmd: "publish", topic: "a/set", payload: "x", qos: 1, messageId: 9, dup: true, retain: false }),
    );
    publish("a");
    assert.deepEqual(said(owner), ["puback 9", "publish 2 qos1 a"]);
  });

  it("again keeps the packet identifier, which is free after PUBACK or PUBCOMP [MQTT-2.3.1-3]", () => {
    for (const [create, answers] of [
      [createQos1Publisher, [puback(65_535)]],
      [createQos2Publisher, [pubrec(65_535), pubcomp(65_535)]],
    ] as const) {
      const owner = connected({ outbox: { slots: 1, firstPacketId: 65_535 } });
      const publish = create(owner.client, field("t"), false);
      publish("a");
      said(owner);
      for (const answer of answers) {
        const [again] = reconnect(owner, true);
        assert.match(again!, / 65535( |$)/);
        assert.equal(publish("b"), PublishStatus.Full);
        owner.receive(answer);
      }
      said(owner);
      // 65,533 messages later its number comes round again.
      for (let id = 3; id <= 65_535; id++) {
        assert.equal(publish("x"), PublishStatus.Sent);
        answers.forEach((answer) => owner.receive(answer.slice(0, 2) + String.fromCharCode(id >> 8, id & 255)));
        if (id < 65_535) owner.sent.length = 0;
      }
      assert.match(said(owner)[0]!, /^publish 65535 qos/);
    }
  });

  it("PUBREL carries the packet identifier of its PUBLISH [MQTT-2.3.1-6]", () => {
    const owner = connected({ outbox: { firstPacketId: 0x1234 } });
    createQos2Publisher(owner.client, field("t"), false)("a");
    owner.sent.length = 0;
    owner.receive(pubrec(0x1234));
    assert.deepEqual(owner.sent, ["\x62\x02\x12\x34"]);
  });

  it("has flags 0010 in PUBREL [MQTT-3.6.1-1]", () => {
    const owner = connected();
    createQos2Publisher(owner.client, field("t"), false)("a");
    owner.receive(pubrec(2));
    assert.equal(owner.sent.at(-1)!.charCodeAt(0), 0b0110_0010);
  });

  it("after a reconnect goes on with PUBLISH and PUBREL under their identifiers [MQTT-4.4.0-1]", () => {
    const owner = connected();
    const publish1 = createQos1Publisher(owner.client, field("t"), false);
    const publish2 = createQos2Publisher(owner.client, field("t"), false);
    publish1("a");
    publish2("b");
    publish2("c");
    owner.receive(pubrec(4));
    said(owner);
    assert.deepEqual(reconnect(owner, true).sort(), ["publish 2 dup qos1 a", "publish 3 dup qos2 b", "pubrel 4"]);
  });

  it("again happens in the order of the first time [MQTT-4.6.0-1]", () => {
    const owner = connected({ outbox: { slots: 6 } });
    const publish1 = createQos1Publisher(owner.client, field("t"), false);
    const publish2 = createQos2Publisher(owner.client, field("t"), false);
    ["a", "b", "c", "d", "e", "f"].forEach((payload, i) => (i % 2 === 0 ? publish1 : publish2)(payload));
    owner.receive(puback(4));
    said(owner);
    for (let i = 0; i < 2; i++) {
      assert.deepEqual(reconnect(owner, true), [
        "publish 2 dup qos1 a",
        "publish 3 dup qos2 b",
        "publish 5 dup qos2 d",
        "publish 6 dup qos1 e",
        "publish 7 dup qos2 f",
      ]);
    }
  });

  it("sends PUBREL in the order in which PUBREC came, also again [MQTT-4.6.0-4]", () => {
    const owner = connected();
    const publish = createQos2Publisher(owner.client, field("t"), false);
    ["a", "b", "c"].forEach((payload) => publish(payload));
    said(owner);
    // A server may answer in another order; then that is the one that counts.
    owner.receive(pubrec(4) + pubrec(2));
    owner.receive(pubrec(3));
    assert.deepEqual(said(owner), ["pubrel 4", "pubrel 2", "pubrel 3"]);
    assert.deepEqual(reconnect(owner, true), ["pubrel 4", "pubrel 2", "pubrel 3"]);
  });

  it("keeps its state as long as the session lasts, not as long as the connection [MQTT-4.1.0-1] [MQTT-4.1.0-2]", () => {
    const owner = connected();
    createQos1Publisher(owner.client, field("t"), false)("a");
    createQos2Publisher(owner.client, field("t"), false)("b");
    said(owner);
    for (let i = 0; i < 20; i++) {
      owner.close();
      owner.seconds(3600);
      assert.deepEqual(reconnect(owner, true), ["publish 2 dup qos1 a", "publish 3 dup qos2 b"]);
    }
  });

  it("with clean session 0 goes on with the session of the last connection [MQTT-3.1.2-4]", () => {
    const owner = connected();
    createQos2Publisher(owner.client, field("t"), false)("a");
    owner.receive(
      wire({ cmd: "publish", topic: "a/set", payload: "x", qos: 2, messageId: 5, dup: false, retain: false }),
    );
    said(owner);
    assert.deepEqual(reconnect(owner, true), ["publish 2 dup qos2 a"]);
    // What the server sends again was taken in before.
    owner.receive(
      wire({ cmd: "publish", topic: "a/set", payload: "x", qos: 2, messageId: 5, dup: true, retain: false }),
    );
    assert.deepEqual([said(owner), owner.messages.length], [["pubrec 5"], 1]);
  });

  it("without the session of the last connection starts QoS 1 afresh and gives QoS 2 up, and says so", () => {
    const owner = connected();
    createQos1Publisher(owner.client, field("t"), false)("a");
    const publish2 = createQos2Publisher(owner.client, field("t"), false);
    publish2("b");
    publish2("c");
    owner.receive(pubrec(4));
    said(owner);
    const [afresh, ...others] = reconnect(owner, false);
    assert.match(afresh!, /^publish \d+ qos1 a$/);
    assert.deepEqual(others, []);
    assert.deepEqual(owner.losses, [Loss.Abandoned]);
    assert.ok(!owner.failures.includes(Failure.ProtocolViolation));
  });
});
