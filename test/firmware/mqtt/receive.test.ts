import assert from "node:assert/strict";
import fc from "fast-check";
import { ClientState, Failure } from "../../../firmware/mqtt/record";
import { BASIC_PACKETS } from "../../../firmware/mqtt/packets";
import { bytes, CONNACK, CUTS, Owner, PINGRESP, SUBACK, wire } from "./owner";

const SEED = 20261123;

function message(topic: string, payload: string | Buffer, retain = false): string {
  return wire({ cmd: "publish", topic, payload, qos: 0, dup: false, retain });
}

describe("inbound packets", () => {
  for (const { name, cut } of CUTS) {
    it(`several packets ${name} give the same messages`, () => {
      const owner = new Owner().connect();
      const stream = message("a/set", "ON") + PINGRESP + message("a/set", "") + message("a/set", "x".repeat(110), true);
      for (const piece of cut(stream)) {
        owner.receive(piece);
      }
      assert.deepEqual(owner.messages, [
        { topic: "a/set", payload: "ON", retain: false },
        { topic: "a/set", payload: "", retain: false },
        { topic: "a/set", payload: "x".repeat(110), retain: true },
      ]);
      assert.deepEqual(owner.failures, []);
      assert.equal(owner.client.partial, "");
    });

    it(`the whole conversation ${name} establishes the session`, () => {
      const owner = new Owner();
      owner.open();
      for (const piece of cut(CONNACK + SUBACK + message("a/set", "ON"))) {
        owner.receive(piece);
      }
      assert.equal(owner.client.state, ClientState.Ready);
      assert.equal(owner.messages.length, 1);
    });

    it(`a packet over the capacity ${name} is skipped and counted, and the next one arrives`, () => {
      const owner = new Owner({ options: { receiveBytes: 64 } }).connect();
      const stream = message("a/set", "y".repeat(70)) + message("a/set", "z".repeat(20_000)) + message("a/set", "OFF");
      for (const piece of cut(stream)) {
        owner.receive(piece);
      }
      assert.equal(owner.client.oversized, 2);
      assert.deepEqual(
        owner.messages.map((m) => m.payload),
        ["OFF"],
      );
      assert.deepEqual(owner.failures, []);
    });
  }

  it("a packet of exactly the capacity is taken, one byte more is skipped", () => {
    const owner = new Owner({ options: { receiveBytes: 64 } }).connect();
    const exact = message("a/set", "p".repeat(64 - 2 - 7));
    assert.equal(exact.length, 64);
    owner.receive(exact);
    owner.receive(message("a/set", "p".repeat(64 - 2 - 6)));
    assert.equal(owner.messages.length, 1);
    assert.equal(owner.client.oversized, 1);
  });

  it("a remaining length of four bytes is read", () => {
    const owner = new Owner({ options: { receiveBytes: 64 } }).connect();
    owner.receive(bytes(0x30, 0xff, 0xff, 0xff, 0x7f, 0, 1, 0x61));
    assert.equal(owner.client.oversizedBytes, 268_435_455 - 3);
    assert.equal(owner.client.oversized, 1);
    assert.deepEqual(owner.failures, []);
  });

  it("what waits for its end never exceeds the capacity", () => {
    const owner = new Owner({ options: { receiveBytes: 64 } }).connect();
    for (const byte of message("a/set", "q".repeat(50)) + message("a/set", "q".repeat(500))) {
      owner.receive(byte);
      assert.ok(owner.client.partial.length <= 64);
    }
  });

  it("payloads are binary: every byte value arrives as it was sent", () => {
    const owner = new Owner({ options: { receiveBytes: 512 } }).connect();
    const payload = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    owner.receive(message("a/set", payload));
    assert.equal(owner.messages[0].payload, payload.toString("latin1"));
  });

  const violations: [string, string][] = [
    ["a remaining length of five bytes", bytes(0x30, 0x80, 0x80, 0x80, 0x80, 0x01)],
    ["packet type 0", bytes(0x00, 0)],
    ["packet type 15", bytes(0xf0, 0)],
    ["a SUBACK for another packet identifier", bytes(0x90, 3, 0, 2, 0)],
    ["a packet only clients send", bytes(0xc0, 0)],
    ["a second CONNACK", CONNACK],
    ["a SUBACK for nothing", SUBACK],
    ["PINGRESP with flags", bytes(0xd1, 0)],
    ["PINGRESP with a body", bytes(0xd0, 1, 0)],
    ["PUBLISH with QoS 1 on a subscription at QoS 0", bytes(0x32, 6, 0, 1, 97, 0, 1, 120)],
    ["PUBLISH with QoS 3", bytes(0x36, 6, 0, 1, 97, 0, 1, 120)],
    ["PUBLISH with DUP at QoS 0 [MQTT-3.3.1-2]", bytes(0x38, 4, 0, 1, 97, 120)],
    ["PUBLISH shorter than its topic's length field", bytes(0x30, 1, 0)],
    ["PUBLISH shorter than its topic", bytes(0x30, 3, 0, 5, 97)],
    ["PUBLISH with an empty topic name [MQTT-4.7.3-1]", bytes(0x30, 3, 0, 0, 120)],
    ["PUBLISH with a wildcard in its topic name [MQTT-3.3.2-2]", bytes(0x30, 5, 0, 2, 97, 35, 120)],
    ["PUBLISH with a topic name that is not UTF-8 [MQTT-1.5.3-1]", bytes(0x30, 5, 0, 2, 0xc3, 0x28, 120)],
    ["PUBLISH with U+0000 in its topic name [MQTT-1.5.3-2]", bytes(0x30, 5, 0, 2, 97, 0, 120)],
  ];
  for (const [name, stream] of violations) {
    for (const { name: cutName, cut } of CUTS.slice(0, 2)) {
      it(`${name}, ${cutName}, ends the connection`, () => {
        const owner = new Owner({ packets: BASIC_PACKETS }).connect();
        for (const piece of cut(stream)) {
          owner.receive(piece);
        }
        assert.deepEqual(owner.failures, [Failure.ProtocolViolation]);
      });
    }
  }

  it("nothing after a violation is read", () => {
    const owner = new Owner().connect();
    owner.receive(bytes(0xf0, 0) + message("a/set", "ON"));
    owner.receive(message("a/set", "ON"));
    assert.deepEqual(owner.messages, []);
    assert.equal(owner.failures.length, 1);
  });

  for (const [name, stream] of [
    ["PUBLISH", message("a/set", "ON")],
    ["SUBACK", SUBACK],
    ["PINGRESP", PINGRESP],
  ]) {
    it(`${name} as the first packet ends the connection [MQTT-4.8.0-1]`, () => {
      const owner = new Owner();
      owner.open();
      owner.receive(stream);
      assert.deepEqual(owner.failures, [Failure.ProtocolViolation]);
      assert.deepEqual(owner.messages, []);
    });
  }

  for (const [name, stream] of [
    ["session present after a clean session [MQTT-3.1.2-6]", bytes(0x20, 2, 1, 0)],
    ["a reserved CONNACK flag", bytes(0x20, 2, 2, 0)],
    ["a reserved CONNACK return code", bytes(0x20, 2, 0, 6)],
    ["a CONNACK of three bytes", bytes(0x20, 3, 0, 0, 0)],
  ]) {
    it(`${name} ends the connection`, () => {
      const owner = new Owner();
      owner.open();
      owner.receive(stream);
      assert.deepEqual(owner.failures, [Failure.ProtocolViolation]);
    });
  }

  it(`random messages arrive however the stream is cut (seed ${SEED})`, () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            topic: fc.constantFrom("a/set", "b", "long/".repeat(30) + "x"),
            payload: fc.uint8Array({ maxLength: 300 }),
            retain: fc.boolean(),
          }),
          { maxLength: 8 },
        ),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 40 }),
        (messages, sizes) => {
          const owner = new Owner({ options: { receiveBytes: 256 } }).connect();
          const packets = messages.map((m) => message(m.topic, Buffer.from(m.payload), m.retain));
          const stream = packets.join("");
          for (let at = 0, i = 0; at < stream.length; at += sizes[i++ % sizes.length]) {
            owner.receive(stream.slice(at, at + sizes[i % sizes.length]));
          }
          const fitting = messages.filter((_, i) => packets[i].length <= 256);
          assert.deepEqual(
            owner.messages,
            fitting.map((m) => ({ ...m, payload: Buffer.from(m.payload).toString("latin1") })),
          );
          assert.equal(owner.client.oversized, messages.length - fitting.length);
          assert.deepEqual(owner.failures, []);
        },
      ),
      { seed: SEED, numRuns: 500 },
    );
  });
});
