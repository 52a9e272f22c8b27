import assert from "node:assert/strict";
import fc from "fast-check";
import type { IPublishPacket, ISubscribePacket, IUnsubscribePacket } from "mqtt-packet";
import { disconnect } from "../../firmware/mqtt/client";
import { createPublisher } from "../../firmware/mqtt/publish";
import { createQos1Publisher, createQos2Publisher } from "../../firmware/mqtt/publish-acknowledged";
import { subscribe, unsubscribe } from "../../firmware/mqtt/subscribe";
import { isTopicFilter } from "../../firmware/mqtt/topic";
import { field, Owner } from "../firmware/mqtt/owner";
import { seed } from "../random";

/** Packets that the client makes, read by mqtt-packet. CONNECT: test/conformance/connect.test.ts. */

const SEED = seed();
const RUNS = { seed: SEED, numRuns: 300 };

const topic = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }).filter((text) => !/[+#\0]/.test(text));
const bytesOf = (text: string): string => Buffer.from(text).toString("latin1");
const filter = fc
  .array(
    fc.oneof(
      fc.constant("+"),
      fc.string({ unit: "grapheme", maxLength: 9 }).filter((text) => !/[+#\0/]/.test(text)),
    ),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .chain((levels) => fc.constantFrom(levels.join("/"), [...levels, "#"].join("/")))
  .filter((text) => text !== "");

function connected(): Owner {
  const owner = new Owner({ outbox: { slots: 8, capacityBytes: 100_000 } }).connect();
  owner.sent.length = 0;
  return owner;
}

describe(`packets made by the client, read by mqtt-packet (seed ${SEED})`, () => {
  it("messages of every QoS", () => {
    const message = fc.record({
      topic,
      payload: fc.uint8Array({ maxLength: 1500 }),
      qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
      retain: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 80, max: 3000 }),
        (messages, room) => {
          const owner = connected();
          owner.room = Math.max(room, ...messages.map((m) => m.topic.length * 4 + m.payload.length + 10));
          owner.isSlow = true;
          for (const { topic, payload, qos, retain } of messages) {
            const create = [createPublisher, createQos1Publisher, createQos2Publisher][qos]!;
            create(owner.client, field(topic), retain)(Buffer.from(payload).toString("latin1"));
            owner.drain();
          }
          assert.deepEqual(
            (owner.packets() as IPublishPacket[]).map((p) => [
              p.cmd,
              p.topic,
              p.payload.toString("hex" as "utf8"),
              p.qos,
              p.retain,
              p.dup,
            ]),
            messages.map((m) => ["publish", m.topic, Buffer.from(m.payload).toString("hex"), m.qos, m.retain, false]),
          );
        },
      ),
      RUNS,
    );
  });

  it("SUBSCRIBE and UNSUBSCRIBE with any filters", () => {
    fc.assert(
      fc.property(fc.array(filter, { minLength: 1, maxLength: 8 }), fc.constantFrom(0, 1, 2), (filters, qos) => {
        const owner = connected();
        const bytes = filters.map(bytesOf);
        assert.ok(bytes.every(isTopicFilter));
        assert.ok(subscribe(owner.client, bytes, qos));
        owner.receive(String.fromCharCode(0x90, 2 + filters.length, 0, 1) + "\0".repeat(filters.length));
        assert.ok(unsubscribe(owner.client, bytes));
        const [first, second] = owner.packets() as [ISubscribePacket, IUnsubscribePacket];
        assert.deepEqual(
          first.subscriptions.map((each) => [each.topic, each.qos]),
          filters.map((each) => [each, qos]),
        );
        assert.deepEqual(second.unsubscriptions, filters);
      }),
      RUNS,
    );
  });

  it("PINGREQ and DISCONNECT", () => {
    const owner = connected();
    owner.seconds(46);
    disconnect(owner.client);
    assert.deepEqual(
      owner.packets().map(({ cmd }) => cmd),
      ["pingreq", "disconnect"],
    );
  });
});
