import assert from "node:assert/strict";
import fc from "fast-check";
import type { IPublishPacket, Packet } from "mqtt-packet";
import { createQos1Publisher, createQos2Publisher } from "../../firmware/mqtt/publish-acknowledged";
import { unsubscribe } from "../../firmware/mqtt/subscribe";
import { CUTS, field, Owner, wire } from "../firmware/mqtt/owner";
import { seed } from "../random";

/** Packets that mqtt-packet makes, read by the client. */

const SEED = seed();
const RUNS = { seed: SEED, numRuns: 300 };

const topic = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }).filter((text) => !/[+#\0]/.test(text));
const packetId = fc.integer({ min: 1, max: 65_535 });
const message = fc
  .record({
    topic: fc.oneof(topic, fc.constant("a/set")),
    payload: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
    retain: fc.boolean(),
    dup: fc.boolean(),
    messageId: packetId,
  })
  .map(({ messageId, ...rest }): IPublishPacket => ({
    cmd: "publish",
    ...rest,
    dup: rest.qos > 0 && rest.dup,
    ...(rest.qos > 0 && { messageId }),
  }));

/** The stream whole, byte by byte and so on, and cut at places of no system. */
const cuts = fc.oneof(
  fc.constantFrom(...CUTS.map(({ cut }) => cut)),
  fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }).map((sizes) => (stream: string) => {
    const parts: string[] = [];
    for (let at = 0, i = 0; at < stream.length; at += sizes[i++ % sizes.length]!) {
      parts.push(stream.slice(at, at + sizes[i % sizes.length]!));
    }
    return parts;
  }),
);

function feed(owner: Owner, packets: readonly Packet[], cut: (stream: string) => string[]): void {
  cut(packets.map(wire).join("")).forEach((part) => owner.receive(part));
}

describe(`packets made by mqtt-packet, read by the client (seed ${SEED})`, () => {
  it("messages arrive with topic, payload and RETAIN, and are answered", () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 6 }), cuts, (messages, cut) => {
        const owner = new Owner({ options: { receivedIds: new Array(6).fill(0), receiveBytes: 512 } }).connect();
        owner.sent.length = 0;
        feed(owner, messages, cut);
        const known = new Set<number>();
        const fresh = messages.filter(({ qos, messageId }) => {
          if (qos < 2) return true;
          const isNew = !known.has(messageId!);
          known.add(messageId!);
          return isNew;
        });
        assert.deepEqual(
          owner.messages,
          fresh.map(({ topic, payload, retain }) => ({
            // A route is found by the bytes, and tells its topic as text; anything else comes as bytes.
            topic: topic === "a/set" ? topic : Buffer.from(topic).toString("latin1"),
            payload: (payload as Buffer).toString("latin1"),
            retain,
          })),
        );
        assert.deepEqual(
          owner.packets().map(({ cmd, messageId }) => [cmd, messageId]),
          messages
            .filter(({ qos }) => qos > 0)
            .map(({ qos, messageId }) => [qos === 1 ? "puback" : "pubrec", messageId]),
        );
        assert.deepEqual(owner.failures, []);
      }),
      RUNS,
    );
  });

  it("PUBREL is answered with PUBCOMP, and its packet identifier stands for a new message", () => {
    fc.assert(
      fc.property(packetId, cuts, (messageId, cut) => {
        const owner = new Owner().connect();
        owner.sent.length = 0;
        const publish: IPublishPacket = {
          cmd: "publish",
          topic: "a/set",
          payload: "x",
          qos: 2,
          dup: false,
          retain: false,
          messageId,
        };
        feed(owner, [publish, { cmd: "pubrel", messageId }, publish], cut);
        assert.equal(owner.messages.length, 2);
        assert.deepEqual(
          owner.packets().map((packet) => [packet.cmd, packet.messageId]),
          ["pubrec", "pubcomp", "pubrec"].map((cmd) => [cmd, messageId]),
        );
      }),
      RUNS,
    );
  });

  it("PUBACK, PUBREC and PUBCOMP of any identifier end what they belong to", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 65_535 }), fc.constantFrom(1, 2), cuts, (messageId, qos, cut) => {
        const owner = new Owner({ outbox: { slots: 1, firstPacketId: messageId } }).connect();
        (qos === 1 ? createQos1Publisher : createQos2Publisher)(owner.client, field("t"), false)("x");
        feed(
          owner,
          qos === 1
            ? [{ cmd: "puback", messageId }]
            : [
                { cmd: "pubrec", messageId },
                { cmd: "pubcomp", messageId },
              ],
          cut,
        );
        assert.deepEqual([owner.failures, owner.outbox!.packets], [[], []]);
      }),
      RUNS,
    );
  });

  it("CONNACK with session present and any return code of the specification", () => {
    fc.assert(
      fc.property(fc.boolean(), fc.integer({ min: 0, max: 5 }), cuts, (sessionPresent, returnCode, cut) => {
        const owner = new Owner({ options: { cleanSession: false, subscribePacket: "", subscriptions: 0 } }).open();
        feed(owner, [{ cmd: "connack", sessionPresent: sessionPresent && returnCode === 0, returnCode }], cut);
        assert.deepEqual([owner.readies, owner.failures], returnCode === 0 ? [[0], []] : [[], [returnCode]]);
      }),
      RUNS,
    );
  });

  it("SUBACK with any granted QoS and refusals", () => {
    const codes = fc.array(fc.constantFrom(0, 1, 2, 0x80), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(codes, cuts, (granted, cut) => {
        const owner = new Owner({ options: { subscriptions: granted.length } }).open();
        feed(owner, [{ cmd: "connack", sessionPresent: false, returnCode: 0 }], (stream) => [stream]);
        feed(owner, [{ cmd: "suback", messageId: 1, granted }], cut);
        assert.deepEqual(owner.readies, [granted.filter((code) => code === 0x80).length]);
        assert.deepEqual(owner.failures, []);
      }),
      RUNS,
    );
  });

  it("UNSUBACK and PINGRESP", () => {
    fc.assert(
      fc.property(cuts, (cut) => {
        const owner = new Owner().connect();
        unsubscribe(owner.client, ["a"]);
        feed(owner, [{ cmd: "unsuback", messageId: 1, granted: [] }], cut);
        owner.seconds(46);
        feed(owner, [{ cmd: "pingresp" }], cut);
        owner.seconds(20);
        assert.deepEqual([owner.unsubscribed, owner.failures], [1, []]);
      }),
      { ...RUNS, numRuns: 50 },
    );
  });
});
