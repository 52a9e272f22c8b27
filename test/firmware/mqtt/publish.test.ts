import assert from "node:assert/strict";
import fc from "fast-check";
import type { IPublishPacket } from "mqtt-packet";
import { PublishStatus } from "../../../firmware/mqtt/record";
import { createPublisher } from "../../../firmware/mqtt/publish";
import { CONNACK, field, Owner } from "./owner";

const SEED = 20261123;

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
          const publish = createPublisher(owner.client, field(topic), retain);
          for (const payload of payloads) {
            assert.equal(publish(Buffer.from(payload).toString("latin1")), PublishStatus.Sent);
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
      owner.room = 3_000_000;
      owner.sent.length = 0;
      createPublisher(owner.client, field("t"), false)("x".repeat(length));
      assert.equal((owner.packets()[0] as IPublishPacket).payload.length, length);
    });
  }

  it("without a session nothing leaves", () => {
    const owner = new Owner();
    const publish = createPublisher(owner.client, field("t"), false);
    assert.equal(publish("1"), PublishStatus.NotConnected);
    owner.open();
    assert.equal(publish("1"), PublishStatus.NotConnected);
    owner.receive(CONNACK);
    assert.equal(publish("1"), PublishStatus.Sent);
    owner.close();
    assert.equal(publish("1"), PublishStatus.NotConnected);
  });

  it("what the transport does not take is told", () => {
    const owner = new Owner().connect();
    owner.room = 0;
    assert.equal(createPublisher(owner.client, field("t"), false)("1"), PublishStatus.Full);
  });

  it("a burst never exceeds the room there is, and goes on when there is room again", () => {
    const owner = new Owner().connect();
    const publishers = ["a/long/topic/of/a/reading", "t"].map((topic) =>
      createPublisher(owner.client, field(topic), false),
    );
    owner.isSlow = true;
    owner.room = 300;
    for (let burst = 0; burst < 3; burst++) {
      let taken = 0;
      while (taken < 100 && publishers[taken % 2]!("21.375") === PublishStatus.Sent) {
        taken++;
      }
      assert.ok(owner.pending > 250, `${taken} messages, ${owner.pending} bytes`);
      owner.drain();
    }
    assert.ok(owner.mostPending <= 300);
  });

  it("what the transport throws while the connection is closing comes through, and publishing goes on after it", () => {
    const owner = new Owner().connect();
    const publish = createPublisher(owner.client, field("t"), false);
    publish("1");
    const write = owner.client.write;
    owner.client.write = () => {
      throw new Error("This socket is closed");
    };
    assert.throws(() => publish("2"), /closed/);
    owner.client.write = write;
    assert.equal(publish("3"), PublishStatus.Sent);
  });
});
