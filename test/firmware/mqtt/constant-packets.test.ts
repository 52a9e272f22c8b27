import assert from "node:assert/strict";
import type { IPublishPacket } from "mqtt-packet";
import { ALL_PACKETS } from "../../../firmware/mqtt/all-packets";
import { Failure, PublishStatus } from "../../../firmware/mqtt/record";
import {
  beginConstants,
  createConstantStream,
  sendConstants,
  type ConstantStream,
} from "../../../firmware/mqtt/constant-packets";
import { CONSTANT_PACKETS, together } from "../../../firmware/mqtt/packets";
import { createPublisher } from "../../../firmware/mqtt/publish";
import { createQos1Publisher } from "../../../firmware/mqtt/publish-acknowledged";
import { CONSTANT_PACKET_ID } from "../../../firmware/mqtt/request";
import { constantParts } from "../../../scripts/lib/home-assistant/constant-packets";
import { bytes, field, Owner, PINGRESP, wire, type OwnerSettings } from "./owner";

const PUBACK = bytes(0x40, 2, 0, CONSTANT_PACKET_ID);
const LONG = "0123456789".repeat(300);

function messages(count: number): { topic: string; parts: string[] }[] {
  return Array.from({ length: count }, (_, i) => ({ topic: `c/${i}`, parts: [`${i} ${LONG}`, " and the rest"] }));
}

function streaming(count: number, settings: OwnerSettings = {}): { owner: Owner; stream: ConstantStream } {
  const owner = new Owner({ ...settings, packets: together([ALL_PACKETS, CONSTANT_PACKETS]) });
  owner.room = 1024;
  owner.isSlow = true;
  const parts = constantParts(messages(count), owner.room);
  const packets = parts.filter((part) => part === "").length;
  const constants = { packets, parts: parts.length, part: (index: number) => parts[index]! };
  return { owner, stream: createConstantStream(owner.client, constants) };
}

/** Sends for as long as the network takes it. */
function pump(owner: Owner, stream: ConstantStream): boolean {
  for (let i = 0; i < 100; i++) {
    owner.pending = 0;
    if (sendConstants(stream)) return true;
  }
  return false;
}

function published(owner: Owner): string[] {
  return owner.packets().flatMap((packet) => {
    if (packet.cmd !== "publish") return [];
    const { topic, messageId, dup, qos, retain, payload } = packet as IPublishPacket;
    assert.equal(String(payload).endsWith(`${LONG} and the rest`) || String(payload) === "x", true);
    return [`${topic} ${messageId ?? ""}${dup ? " dup" : ""} qos${qos}${retain ? " retained" : ""}`];
  });
}

describe("constant packets", () => {
  it("larger than the transmit capacity leave in parts, never more than there is room for", () => {
    const { owner, stream } = streaming(1);
    owner.connect();
    owner.pending = 0;
    beginConstants(stream, true);
    assert.equal(pump(owner, stream), false, "not acknowledged");
    assert.ok(owner.mostPending <= 1024);
    assert.deepEqual(published(owner), ["c/0 2 qos1 retained"]);
    owner.receive(PUBACK);
    assert.equal(sendConstants(stream), true);
    assert.equal(sendConstants(stream), false);
    assert.deepEqual(owner.failures, []);
  });

  it("leave one after the other, each when the one before was acknowledged", () => {
    const { owner, stream } = streaming(3);
    owner.connect();
    beginConstants(stream, true);
    for (let i = 0; i < 3; i++) {
      assert.equal(pump(owner, stream), false);
      assert.equal(published(owner).length, i + 1);
      owner.receive(PUBACK);
    }
    assert.equal(pump(owner, stream), true);
    assert.deepEqual(published(owner), ["c/0 2 qos1 retained", "c/1 2 qos1 retained", "c/2 2 qos1 retained"]);
  });

  it("let nothing else into their midst, and what waited leaves behind them", () => {
    const { owner, stream } = streaming(1, { options: { receivedIds: [0] } });
    const publish = createPublisher(owner.client, field("t"), false);
    owner.connect();
    assert.equal(publish("x"), PublishStatus.Sent);
    owner.pending = 0;
    beginConstants(stream, true);
    sendConstants(stream);
    assert.equal(publish("x"), PublishStatus.Full);
    // A command of QoS 1, whose acknowledgement has to wait.
    owner.receive(
      wire({ cmd: "publish", topic: "a/set", payload: "ON", qos: 1, messageId: 7, dup: false, retain: false }),
    );
    assert.equal(publish("x"), PublishStatus.Full);
    assert.equal(pump(owner, stream), false);
    owner.receive(PUBACK);
    assert.equal(pump(owner, stream), true);
    assert.deepEqual(
      owner.packets().map(({ cmd }) => cmd),
      ["connect", "subscribe", "publish", "publish", "puback"],
    );
    owner.pending = 0;
    assert.equal(publish("x"), PublishStatus.Sent);
  });

  it("have an identifier that no message in the outbox has, and leave its acknowledgements to it", () => {
    const { owner, stream } = streaming(1, { outbox: { firstPacketId: 3 } });
    const publish = createQos1Publisher(owner.client, field("t"), false);
    owner.connect();
    assert.equal(publish("x"), PublishStatus.Sent);
    owner.pending = 0;
    beginConstants(stream, true);
    pump(owner, stream);
    assert.equal(publish("x"), PublishStatus.Kept);
    owner.receive(bytes(0x40, 2, 0, 3));
    assert.equal(pump(owner, stream), false, "that was another one's");
    owner.receive(PUBACK);
    assert.equal(pump(owner, stream), true);
    assert.deepEqual(published(owner), ["t 3 qos1", "c/0 2 qos1 retained", "t 4 qos1"]);
    owner.receive(bytes(0x40, 2, 0, 4));
    assert.deepEqual(owner.failures, []);
    assert.equal(owner.outbox?.packets.length, 0);
  });

  it("acknowledged unasked are nothing", () => {
    const { owner } = streaming(1);
    owner.connect().receive(PUBACK);
    assert.deepEqual([owner.client.unasked, owner.failures], [1, []]);
  });

  it("wait for the answer to an earlier request, which stays due", () => {
    const { owner, stream } = streaming(1);
    owner.connect();
    owner.pending = 0;
    owner.seconds(46);
    assert.equal(owner.packets().at(-1)!.cmd, "pingreq");
    beginConstants(stream, true);
    assert.equal(pump(owner, stream), false);
    assert.deepEqual(published(owner), []);
    owner.receive(PINGRESP);
    pump(owner, stream);
    assert.deepEqual(published(owner), ["c/0 2 qos1 retained"]);
    owner.receive(PUBACK);
    assert.equal(pump(owner, stream), true);
    assert.deepEqual([owner.client.unasked, owner.failures], [0, []]);
  });

  it("do not make up for an answer that never comes", () => {
    const { owner, stream } = streaming(1);
    owner.connect();
    owner.pending = 0;
    owner.seconds(46);
    beginConstants(stream, true);
    for (let i = 0; i < 10; i++) {
      owner.seconds(1);
      pump(owner, stream);
    }
    assert.deepEqual([owner.failures, published(owner)], [[Failure.NoResponse], []]);
  });

  it("end a connection on which they are not acknowledged within ten seconds", () => {
    const { owner, stream } = streaming(1);
    owner.connect();
    beginConstants(stream, true);
    pump(owner, stream);
    owner.seconds(9);
    assert.deepEqual(owner.failures, []);
    owner.seconds(2);
    assert.deepEqual(owner.failures, [Failure.NoResponse]);
  });

  it("end one on which they are not acknowledged within a minute, whatever else arrives: everything waits behind them", () => {
    const { owner, stream } = streaming(1);
    owner.connect();
    beginConstants(stream, true);
    pump(owner, stream);
    for (let i = 0; i < 59; i++) {
      owner.seconds(1);
      owner.receive(PINGRESP);
    }
    assert.deepEqual(owner.failures, []);
    owner.seconds(1);
    assert.deepEqual(owner.failures, [Failure.NoResponse]);
  });

  for (const cleanSession of [true, false]) {
    it(`cut off anywhere leave again on the next connection, ${cleanSession ? "afresh" : "as duplicates [MQTT-3.3.1-1]"}`, () => {
      for (let sends = 0; sends < 12; sends++) {
        const { owner, stream } = streaming(2, { options: { cleanSession } });
        owner.connect();
        beginConstants(stream, true);
        for (let i = 0; i < sends; i++) {
          owner.pending = 0;
          sendConstants(stream);
          if (i === 5) owner.receive(PUBACK);
        }
        const isBegun = sends > 0;
        owner.close();
        assert.equal(sendConstants(stream), false);
        owner.connect(!cleanSession);
        beginConstants(stream, true);
        for (let i = 0; i < 2; i++) {
          assert.equal(pump(owner, stream), false);
          owner.receive(PUBACK);
        }
        assert.equal(pump(owner, stream), true);
        const first = published(owner);
        assert.deepEqual(first.map((each) => each.replace(" dup", "")).sort(), [
          "c/0 2 qos1 retained",
          "c/1 2 qos1 retained",
        ]);
        assert.deepEqual(
          first.map((each) => each.includes("dup")),
          [isBegun && !cleanSession, false],
          `after ${sends} sends`,
        );
        assert.deepEqual(owner.failures, []);
      }
    });
  }

  it("begun twice on one connection leave once", () => {
    const { owner, stream } = streaming(1);
    owner.connect();
    beginConstants(stream, true);
    sendConstants(stream);
    beginConstants(stream, false);
    pump(owner, stream);
    beginConstants(stream, false);
    owner.receive(PUBACK);
    assert.equal(pump(owner, stream), true);
    assert.equal(published(owner).length, 1);
    beginConstants(stream, false);
    pump(owner, stream);
    assert.equal(published(owner).length, 2);
  });
});
