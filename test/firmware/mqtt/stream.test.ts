import assert from "node:assert/strict";
import type { IPublishPacket } from "mqtt-packet";
import { disconnect, Failure } from "../../../firmware/mqtt/client";
import type { PayloadSource } from "../../../firmware/mqtt/outbox";
import { createPublisher, PublishStatus } from "../../../firmware/mqtt/publish";
import { publishLarge, type LargeMessage } from "../../../firmware/mqtt/stream";
import { bytes, field, Owner, wire } from "./owner";

/** A payload that shows where each byte belongs. */
const TEXT = Array.from({ length: 1250 }, (_, i) => i.toString(36).padStart(4, "0")).join("");
const source: PayloadSource = (at, size) => TEXT.slice(at, at + size);

function large(change: Partial<LargeMessage> = {}): LargeMessage {
  return { topicField: field("t"), qos: 1, retain: false, payloadBytes: TEXT.length, source, ...change };
}

/** An owner with a network that takes nothing before `drain`. */
function owning(capacity: number): Owner {
  const owner = new Owner({
    outbox: { capacityBytes: 100 },
    options: { subscribePacket: "", subscriptions: 0, cleanSession: false },
  });
  owner.room = capacity;
  owner.isSlow = true;
  return owner;
}

/** The same with a session, and what was sent so far forgotten. */
function connected(capacity: number): Owner {
  const owner = owning(capacity).connect();
  owner.drain();
  owner.sent.length = 0;
  return owner;
}

function published(owner: Owner): { payload: string; dup: boolean; qos: number; retain: boolean }[] {
  return owner
    .packets()
    .filter((packet): packet is IPublishPacket => packet.cmd === "publish")
    .map(({ payload, dup, qos, retain }) => ({ payload: String(payload), dup, qos, retain }));
}

describe("a message that leaves in parts", () => {
  for (const capacity of [64, 65, 200, 511, 512, 513, 1024, 10_000]) {
    it(`arrives whole through a transmit capacity of ${capacity} bytes, which is never exceeded`, () => {
      const owner = connected(capacity);
      const isThrough = capacity > TEXT.length;
      assert.equal(publishLarge(owner.outbox!, large()), isThrough ? PublishStatus.Sent : PublishStatus.Kept);
      owner.drain();
      assert.deepEqual(published(owner), [{ payload: TEXT, dup: false, qos: 1, retain: false }]);
      assert.ok(owner.mostPending <= capacity);
    });
  }

  for (const qos of [0, 1, 2] as const) {
    it(`leaves with QoS ${qos} and RETAIN as asked, and its slot is free at the end`, () => {
      const owner = connected(512);
      publishLarge(owner.outbox!, large({ qos, retain: true }));
      owner.drain();
      assert.deepEqual(published(owner), [{ payload: TEXT, dup: false, qos, retain: true }]);
      if (qos === 1) owner.receive(bytes(0x40, 2, 0, 2));
      if (qos === 2) owner.receive(bytes(0x50, 2, 0, 2, 0x70, 2, 0, 2));
      assert.equal(owner.outbox!.first, undefined);
      assert.equal(owner.outbox!.bytes, 0);
      assert.deepEqual(owner.failures, []);
    });
  }

  it("lets nothing in between: other messages, acknowledgements and PINGREQ follow it", () => {
    const owner = connected(600);
    publishLarge(owner.outbox!, large());
    assert.equal(createPublisher(owner.client, field("t"), false)("after"), PublishStatus.Kept);
    owner.receive(
      wire({ cmd: "publish", topic: "a/set", payload: "x", qos: 1, messageId: 9, dup: false, retain: false }),
    );
    owner.nowMs += 46_000;
    owner.drain();
    owner.seconds(1);
    const kinds = owner
      .packets()
      .map((packet) => (packet.cmd === "publish" ? `publish ${packet.payload.length}` : packet.cmd));
    assert.deepEqual([kinds[0], ...kinds.slice(1).sort()], ["publish 5000", "pingreq", "puback", "publish 5"]);
  });

  it("that was cut off begins again on the next connection, as for the first time", () => {
    const owner = connected(512);
    publishLarge(owner.outbox!, large());
    owner.close();
    owner.connect(true);
    owner.drain();
    assert.deepEqual(published(owner), [{ payload: TEXT, dup: false, qos: 1, retain: false }]);
  });

  it("that was cut off sends nothing more before the next connection's session stands", () => {
    const owner = connected(512);
    publishLarge(owner.outbox!, large());
    owner.close().open();
    owner.drain();
    owner.seconds(1);
    createPublisher(owner.client, field("t"), false)("x");
    assert.equal(owner.sent.length, 1);
  });

  it("that was sent and not acknowledged is read from its source again, with DUP [MQTT-3.3.1-1]", () => {
    const owner = connected(512);
    publishLarge(owner.outbox!, large());
    owner.drain();
    owner.close();
    owner.connect(true);
    owner.drain();
    assert.deepEqual(published(owner), [{ payload: TEXT, dup: true, qos: 1, retain: false }]);
  });

  it("waits for a session", () => {
    const owner = owning(512);
    assert.equal(publishLarge(owner.outbox!, large({ qos: 0 })), PublishStatus.Kept);
    owner.connect();
    owner.drain();
    assert.deepEqual(published(owner), [{ payload: TEXT, dup: false, qos: 0, retain: false }]);
    assert.equal(owner.outbox!.first, undefined);
  });

  it("with an empty payload is a message like others", () => {
    const owner = connected(512);
    assert.equal(publishLarge(owner.outbox!, large({ payloadBytes: 0 })), PublishStatus.Sent);
    assert.deepEqual(published(owner), [{ payload: "", dup: false, qos: 1, retain: false }]);
  });

  it("is not cut by DISCONNECT: what would be read as its payload is not sent [MQTT-3.14.4-2]", () => {
    const owner = connected(512);
    publishLarge(owner.outbox!, large());
    disconnect(owner.client);
    assert.ok(!owner.sent.includes("\xe0\0"));
  });

  it("that the network stops taking ends the connection", () => {
    const owner = connected(512);
    publishLarge(owner.outbox!, large());
    // Neither PINGREQ nor the rest of it can leave.
    owner.seconds(89);
    assert.deepEqual(owner.failures, []);
    owner.seconds(1);
    assert.deepEqual(owner.failures, [Failure.NoResponse]);
  });
});
