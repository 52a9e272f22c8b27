import assert from "node:assert/strict";
import fc from "fast-check";
import type { IPublishPacket } from "mqtt-packet";
import { close, open } from "../../../firmware/mqtt/client";
import { createPublication, publish, PublishStatus } from "../../../firmware/mqtt/publish";
import { receive } from "../../../firmware/mqtt/receive";
import { CONNACK, Owner } from "./owner";

const SEED = 20261123;

function topicField(topic: string): string {
  const text = Buffer.from(topic);
  return String.fromCharCode(text.length >> 8, text.length & 255) + text.toString("latin1");
}

describe("publishing at QoS 0", () => {
  it(`mqtt-packet reads what was published, of any length and content (seed ${SEED})`, () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }).filter((s) => !/[+#\0]/.test(s)),
        fc.array(fc.uint8Array({ maxLength: 400 }), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (topic, payloads, retain) => {
          const owner = new Owner().connect();
          owner.sent.length = 0;
          const publication = createPublication(topicField(topic), retain);
          for (const payload of payloads) {
            assert.equal(
              publish(owner.client, publication, Buffer.from(payload).toString("latin1")),
              PublishStatus.Sent,
            );
          }
          const packets = owner.packets() as IPublishPacket[];
          assert.deepEqual(
            packets.map((p) => [p.cmd, p.topic, Buffer.from(p.payload).toString("hex"), p.qos, p.retain, p.dup]),
            payloads.map((p) => ["publish", topic, Buffer.from(p).toString("hex"), 0, retain, false]),
          );
        },
      ),
      { seed: SEED, numRuns: 300 },
    );
  });

  for (const length of [127 - 3, 128 - 3, 16_383 - 3, 16_384 - 3, 2_097_151 - 3, 2_097_152 - 3]) {
    it(`a payload of ${length} bytes has the right remaining length (table 2.4)`, () => {
      const owner = new Owner().connect();
      owner.sent.length = 0;
      publish(owner.client, createPublication(topicField("t"), false), "x".repeat(length));
      assert.equal((owner.packets()[0] as IPublishPacket).payload.length, length);
    });
  }

  it("without a session nothing leaves", () => {
    const owner = new Owner();
    const publication = createPublication(topicField("t"), false);
    assert.equal(publish(owner.client, publication, "1"), PublishStatus.NotConnected);
    open(owner.client, 0);
    assert.equal(publish(owner.client, publication, "1"), PublishStatus.NotConnected);
    receive(owner.client, CONNACK);
    assert.equal(publish(owner.client, publication, "1"), PublishStatus.Sent);
    close(owner.client);
    assert.equal(publish(owner.client, publication, "1"), PublishStatus.NotConnected);
  });

  it("what the transport does not take is told", () => {
    const owner = new Owner().connect();
    owner.hasRoom = false;
    assert.equal(publish(owner.client, createPublication(topicField("t"), false), "1"), PublishStatus.Full);
  });
});
