import assert from "node:assert/strict";
import type { IPublishPacket } from "mqtt-packet";
import { Failure, DropPolicy, Loss, type OutboxOptions, PublishStatus } from "../../../firmware/mqtt/record";
import { randomPacketId } from "../../../firmware/mqtt/outbox";
import { createPublisher } from "../../../firmware/mqtt/publish";
import { createQos1Publisher, createQos2Publisher } from "../../../firmware/mqtt/publish-acknowledged";
import { bytes, field, Owner } from "./owner";

function owning(outbox: Partial<OutboxOptions> = {}): Owner {
  return new Owner({ outbox, options: { subscribePacket: "", subscriptions: 0, cleanSession: false } });
}

function payloads(owner: Owner): string[] {
  return owner
    .packets()
    .filter((packet): packet is IPublishPacket => packet.cmd === "publish")
    .map(({ payload }) => String(payload));
}

/** How much of the outbox is in use. */
function inUse({ outbox }: Owner): { slots: number; bytes: number } {
  return { slots: outbox!.packets.length, bytes: outbox!.bytes };
}

describe("the outbox", () => {
  it("keeps messages of every QoS while there is no session, and sends them in their order", () => {
    const owner = owning();
    const publishers = [createPublisher, createQos1Publisher, createQos2Publisher].map((create) =>
      create(owner.client, field("t"), false),
    );
    assert.deepEqual(
      publishers.map((publish, i) => publish(`${i}`)),
      [PublishStatus.Kept, PublishStatus.Kept, PublishStatus.Kept],
    );
    owner.connect();
    assert.deepEqual(payloads(owner), ["0", "1", "2"]);
    // What is sent at QoS 0 is done with.
    assert.equal(inUse(owner).slots, 2);
    owner.receive(bytes(0x40, 2, 0, 2, 0x50, 2, 0, 3, 0x70, 2, 0, 3));
    assert.deepEqual(inUse(owner), { slots: 0, bytes: 0 });
  });

  it("sends what is new behind what waits", () => {
    const owner = owning().connect();
    const publish = createPublisher(owner.client, field("t"), false);
    owner.room = 0;
    assert.equal(publish("waits"), PublishStatus.Kept);
    owner.room = 1000;
    assert.equal(publish("new"), PublishStatus.Sent);
    assert.deepEqual(payloads(owner), ["waits", "new"]);
  });

  it("sends what waits when there is room again, without being asked", () => {
    const owner = owning().connect();
    owner.room = 0;
    createPublisher(owner.client, field("t"), false)("a");
    owner.seconds(1);
    assert.deepEqual(payloads(owner), []);
    owner.room = 1000;
    owner.seconds(1);
    assert.deepEqual(payloads(owner), ["a"]);
  });

  it("full, refuses the newest and leaves the others as they are", () => {
    const owner = owning({ slots: 2, policy: DropPolicy.Newest });
    const publish = createPublisher(owner.client, field("t"), false);
    assert.deepEqual(["a", "b", "c"].map(publish), [PublishStatus.Kept, PublishStatus.Kept, PublishStatus.Full]);
    assert.deepEqual(owner.losses, []);
    owner.connect();
    assert.deepEqual(payloads(owner), ["a", "b"]);
  });

  it("full, drops the oldest that was never sent, and tells of each", () => {
    const owner = owning({ slots: 2, policy: DropPolicy.Oldest });
    const publish = createQos1Publisher(owner.client, field("t"), false);
    assert.deepEqual(["a", "b", "c", "d"].map(publish), new Array(4).fill(PublishStatus.Kept));
    assert.deepEqual(owner.losses, [Loss.Displaced, Loss.Displaced]);
    owner.connect();
    assert.deepEqual(payloads(owner), ["c", "d"]);
    // What was sent and is not acknowledged never gives way.
    assert.equal(publish("e"), PublishStatus.Full);
    owner.close();
    assert.equal(publish("f"), PublishStatus.Full);
    assert.equal(owner.losses.length, 2);
  });

  it("full, drops those of QoS 0 first, the oldest of them, and none of QoS 1 for one of QoS 0", () => {
    const owner = owning({ slots: 3, policy: DropPolicy.Oldest });
    const plain = createPublisher(owner.client, field("t"), false);
    const sure = createQos1Publisher(owner.client, field("t"), false);
    [sure("a"), plain("b"), plain("c"), sure("d")].forEach((status) => assert.equal(status, PublishStatus.Kept));
    assert.equal(plain("e"), PublishStatus.Kept, "in place of c");
    assert.equal(sure("f"), PublishStatus.Kept, "in place of e");
    assert.equal(plain("g"), PublishStatus.Full);
    assert.equal(owner.losses.length, 3);
    assert.equal(sure("h"), PublishStatus.Kept, "in place of a: all are of QoS 1");
    owner.connect();
    assert.deepEqual(payloads(owner), ["d", "f", "h"]);
  });

  it("drops as many as the new message needs bytes", () => {
    // Each "t" with one byte of payload is a packet of 2 + 3 + 1 bytes.
    const owner = owning({ slots: 8, capacityBytes: 24, policy: DropPolicy.Oldest });
    const publish = createPublisher(owner.client, field("t"), false);
    ["a", "b", "c", "d"].forEach(publish);
    assert.deepEqual(inUse(owner), { slots: 4, bytes: 24 });
    assert.equal(publish("x".repeat(7)), PublishStatus.Kept);
    assert.deepEqual(owner.losses, [Loss.Displaced, Loss.Displaced]);
    assert.deepEqual(inUse(owner), { slots: 3, bytes: 24 });
    owner.connect();
    assert.deepEqual(payloads(owner), ["c", "d", "xxxxxxx"]);
  });

  it("takes no message that is larger than all of it, and drops none for it", () => {
    const owner = owning({ slots: 8, capacityBytes: 24, policy: DropPolicy.Oldest });
    const publish = createPublisher(owner.client, field("t"), false);
    publish("a");
    assert.equal(publish("x".repeat(20)), PublishStatus.Full);
    assert.deepEqual(owner.losses, []);
    assert.equal(publish("x".repeat(13)), PublishStatus.Kept);
    assert.equal(publish("x".repeat(19)), PublishStatus.Kept);
    assert.deepEqual(owner.losses, [Loss.Displaced, Loss.Displaced]);
    assert.deepEqual(inUse(owner), { slots: 1, bytes: 24 });
  });

  it("drops none for a message that would not fit without them either", () => {
    const owner = owning({ slots: 8, capacityBytes: 50, policy: DropPolicy.Oldest }).connect();
    const publish = createQos1Publisher(owner.client, field("t"), false);
    publish("x".repeat(20));
    owner.close();
    publish("waits");
    assert.equal(publish("x".repeat(20)), PublishStatus.Full);
    assert.deepEqual(owner.losses, []);
    assert.equal(publish("x".repeat(8)), PublishStatus.Kept);
    assert.deepEqual(owner.losses, [Loss.Displaced]);
  });

  it("holds only the identifier of a QoS 2 message that PUBREC has answered", () => {
    const owner = owning({ slots: 2, capacityBytes: 24 }).connect();
    const publish = createQos2Publisher(owner.client, field("t"), false);
    publish("x".repeat(10));
    assert.equal(publish("x".repeat(10)), PublishStatus.Full);
    owner.receive(bytes(0x50, 2, 0, 2));
    assert.deepEqual(inUse(owner), { slots: 1, bytes: 0 });
    assert.equal(publish("x".repeat(10)), PublishStatus.Sent);
  });

  const wrong: [what: string, packets: number[][]][] = [
    ["PUBACK with identifier 0", [[0x40, 2, 0, 0]]],
    ["PUBACK for a QoS 2 message", [[0x40, 2, 0, 3]]],
    ["PUBREC for a QoS 1 message", [[0x50, 2, 0, 2]]],
    ["PUBCOMP for a QoS 1 message", [[0x70, 2, 0, 2]]],
    ["PUBCOMP before PUBREC", [[0x70, 2, 0, 3]]],
    [
      "PUBACK after PUBREC",
      [
        [0x50, 2, 0, 3],
        [0x40, 2, 0, 3],
      ],
    ],
    ["PUBACK that is too short", [[0x40, 1, 2]]],
    ["PUBACK that is too long", [[0x40, 3, 0, 2, 0]]],
  ];
  for (const [what, packets] of wrong) {
    it(`${what} breaks the protocol [MQTT-4.8.0-1]`, () => {
      const owner = owning().connect();
      createQos1Publisher(owner.client, field("t"), false)("a");
      createQos2Publisher(owner.client, field("t"), false)("b");
      packets.forEach((packet, i) => {
        assert.deepEqual(owner.failures, []);
        owner.receive(bytes(...packet));
        assert.equal(owner.failures.length, i === packets.length - 1 ? 1 : 0);
      });
      assert.deepEqual(owner.failures, [Failure.ProtocolViolation]);
    });
  }

  const nothing: [what: string, packet: number[], answer?: number[]][] = [
    ["PUBACK", [0x40, 2, 0, 9]],
    ["PUBREC", [0x50, 2, 0, 9], [0x62, 2, 0, 9]],
    ["PUBCOMP", [0x70, 2, 0, 9]],
  ];
  for (const [what, packet, answer] of nothing) {
    it(`${what} for nothing is ${answer === undefined ? "ignored" : "answered with PUBREL"} and counted`, () => {
      const owner = owning().connect();
      createQos1Publisher(owner.client, field("t"), false)("a");
      owner.sent.length = 0;
      owner.receive(bytes(...packet));
      owner.receive(bytes(...packet));
      assert.equal(owner.client.unasked, 2);
      assert.equal(owner.sent.join(""), bytes(...(answer ?? [])).repeat(2));
      assert.deepEqual([owner.failures, inUse(owner).slots], [[], 1]);
    });
  }

  it("a second PUBACK and a second PUBCOMP are for nothing", () => {
    const owner = owning().connect();
    createQos1Publisher(owner.client, field("t"), false)("a");
    createQos2Publisher(owner.client, field("t"), false)("b");
    owner.receive(bytes(0x40, 2, 0, 2, 0x40, 2, 0, 2));
    owner.receive(bytes(0x50, 2, 0, 3, 0x70, 2, 0, 3, 0x70, 2, 0, 3));
    assert.deepEqual([owner.client.unasked, owner.failures, inUse(owner).slots], [2, [], 0]);
  });

  it("an acknowledgement for a message that never left is for nothing: it leaves all the same", () => {
    for (const first of [0x40, 0x50, 0x70]) {
      const owner = owning().connect();
      owner.room = 0;
      createQos1Publisher(owner.client, field("t"), false)("a");
      owner.receive(bytes(first, 2, 0, 2));
      assert.deepEqual([owner.client.unasked, owner.failures, inUse(owner).slots], [1, [], 1]);
      owner.room = 1000;
      owner.seconds(1);
      assert.deepEqual(payloads(owner), ["a"]);
      assert.equal(
        owner.sent.some((packet) => packet.charCodeAt(0) === 0x62),
        false,
      );
    }
  });

  it("takes what the server acknowledges of an earlier connection before it leaves again", () => {
    const owner = owning({ slots: 3 }).connect();
    const publish1 = createQos1Publisher(owner.client, field("t"), false);
    const publish2 = createQos2Publisher(owner.client, field("t"), false);
    publish1("a");
    publish2("b");
    owner.close();
    publish1("c");
    owner.open();
    // No room for what leaves again.
    owner.room = 0;
    owner.receive(bytes(0x20, 2, 1, 0));
    owner.receive(bytes(0x40, 2, 0, 2) + bytes(0x50, 2, 0, 3));
    owner.room = 1000;
    owner.seconds(1);
    assert.equal(owner.sent.slice(1).join(""), bytes(0x62, 2, 0, 3) + "2\x06\0\x01t\0\x04c");
    owner.receive(bytes(0x70, 2, 0, 3, 0x40, 2, 0, 4));
    assert.deepEqual([inUse(owner), owner.failures], [{ slots: 0, bytes: 0 }, []]);
  });

  it("without an acknowledgement for 30 seconds the connection ends, and the message leaves again on the next", () => {
    const owner = owning().connect();
    const publish = createQos1Publisher(owner.client, field("t"), false);
    publish("a");
    publish("b");
    owner.seconds(20);
    owner.receive(bytes(0x40, 2, 0, 2));
    owner.seconds(29);
    assert.deepEqual(owner.failures, []);
    owner.seconds(1);
    assert.deepEqual(owner.failures, [Failure.NoResponse]);
    owner.connect(true);
    assert.deepEqual(payloads(owner), ["b"]);
    owner.seconds(29);
    assert.equal(owner.failures.length, 1);
  });

  it("that was without a connection for long does not hold that against the next one", () => {
    const owner = owning().connect();
    createQos1Publisher(owner.client, field("t"), false)("a");
    owner.close();
    owner.seconds(3600);
    owner.open();
    owner.seconds(9);
    assert.deepEqual(owner.failures, []);
    owner.receive(bytes(0x20, 2, 1, 0));
    owner.seconds(29);
    assert.deepEqual(owner.failures, []);
  });

  it("with nothing under way waits for no acknowledgement", () => {
    const owner = owning().connect();
    createQos1Publisher(owner.client, field("t"), false)("a");
    owner.receive(bytes(0x40, 2, 0, 2));
    owner.seconds(40);
    assert.deepEqual(owner.failures, []);
  });

  it("begins its packet identifiers anywhere, but never at 0, 1 or 2", () => {
    assert.equal(randomPacketId(0), 3);
    // The largest number below 1 of single precision, which floats of Lua may have.
    assert.equal(randomPacketId(1 - 2 ** -24), 65_535);
  });

  describe("on the short way, which a message takes whose like has left before", () => {
    const SLOTS = 50;
    let owner: Owner;
    let publish: (payload: string) => PublishStatus;

    function start(create = createQos1Publisher): void {
      owner = owning({ slots: SLOTS }).connect();
      publish = create(owner.client, field("t"), false);
      assert.equal(publish("0"), PublishStatus.Sent);
    }

    it("writes no more than there is room for", () => {
      start();
      owner.isSlow = true;
      owner.room = 100;
      owner.client.credit = 0;
      let status = publish("1");
      for (let i = 2; i < SLOTS && status === PublishStatus.Sent; i++) status = publish("n");
      assert.equal(status, PublishStatus.Kept);
      assert.ok(owner.mostPending <= owner.room, `${owner.mostPending} bytes wait in a room of ${owner.room}`);
    });

    it("takes what could not be written for unsent: it leaves on the next connection, without DUP", () => {
      start();
      owner.receive(bytes(0x40, 2, 0, 2));
      owner.room = 0;
      assert.equal(publish("1"), PublishStatus.Kept);
      owner.room = 1000;
      owner.close().connect(true);
      const sent = owner.packets().filter((packet): packet is IPublishPacket => packet.cmd === "publish");
      assert.deepEqual(
        sent.map(({ payload, dup }) => [String(payload), dup]),
        [["1", false]],
      );
    });

    it("takes four bytes in the middle of a packet for no PUBACK", () => {
      start();
      const puback = bytes(0x40, 2, 0, 2);
      owner.receive(bytes(0x30, 7 + 5) + field("a/set") + "x");
      owner.receive(puback);
      assert.deepEqual(owner.messages, [{ topic: "a/set", payload: `x${puback}`, retain: false }]);
      assert.equal(inUse(owner).slots, 1);
    });

    it("has no PUBACK complete a message of QoS 2", () => {
      start(createQos2Publisher);
      owner.receive(bytes(0x40, 2, 0, 2));
      assert.deepEqual(owner.failures, [Failure.ProtocolViolation]);
      assert.equal(inUse(owner).slots, 1);
    });
  });
});
