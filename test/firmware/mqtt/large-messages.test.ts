import assert from "node:assert/strict";
import { Failure } from "../../../firmware/mqtt/record";
import { bytes, CUTS, Owner, wire } from "./owner";

const TEXT = Array.from({ length: 250 }, (_, i) => i.toString(36).padStart(4, "0")).join("");

function connected(): Owner {
  const owner = new Owner({
    options: { subscribePacket: "", subscriptions: 0, receiveBytes: 130, receivedIds: [0, 0], cleanSession: false },
    routes: ["a/set", "big"],
  }).connect();
  owner.sent.length = 0;
  return owner;
}

function message(topic: string, payload: string, qos: 0 | 1 | 2 = 0, more: object = {}): string {
  return wire({
    cmd: "publish",
    topic,
    payload,
    qos,
    dup: false,
    retain: false,
    ...(qos > 0 && { messageId: 7 }),
    ...more,
  });
}

const SMALL = message("a/set", "ON");

describe("a message larger than the receive capacity", () => {
  for (const { name, cut } of CUTS) {
    for (const [qos, answer] of [
      [0, ""],
      [1, bytes(0x40, 2, 0, 7)],
      [2, bytes(0x50, 2, 0, 7)],
    ] as const) {
      it(`of QoS ${qos} is skipped, counted and acknowledged, ${name}`, () => {
        const owner = connected();
        for (const topic of ["a/set", "other", "long/".repeat(40), "\u{1f600}é温".repeat(40)]) {
          owner.sent.length = 0;
          owner.client.options.receivedIds.fill(0);
          cut(message(topic, TEXT, qos) + SMALL).forEach((piece) => owner.receive(piece));
          assert.equal(owner.sent.join(""), answer);
        }
        assert.deepEqual([owner.client.oversized, owner.messages.length, owner.failures], [4, 4, []]);
      });
    }
  }

  it("that fits still goes to the route of its topic", () => {
    const owner = connected();
    owner.receive(message("big", "small"));
    assert.deepEqual([owner.messages.length, owner.strays.length, owner.client.oversized], [1, 0, 0]);
  });

  it("of QoS 2 takes a slot until PUBREL, and is acknowledged again when it comes again", () => {
    const owner = connected();
    owner.receive(message("big", TEXT, 2));
    owner.close().connect(true);
    owner.sent.length = 0;
    owner.receive(message("big", TEXT, 2, { dup: true }));
    assert.equal(owner.sent.join(""), bytes(0x50, 2, 0, 7));
    assert.deepEqual(owner.client.options.receivedIds, [7, 0]);
    owner.receive(bytes(0x62, 2, 0, 7));
    assert.deepEqual(owner.client.options.receivedIds, [0, 0]);
  });

  it("of QoS 2 without a free slot is not acknowledged, and ends the connection when the others are released", () => {
    const owner = connected();
    owner.receive(message("a/set", "1", 2, { messageId: 1 }) + message("a/set", "2", 2, { messageId: 2 }));
    owner.receive(message("big", TEXT, 2));
    owner.receive(bytes(0x62, 2, 0, 1));
    assert.equal(owner.sent.join(""), bytes(0x50, 2, 0, 1, 0x50, 2, 0, 2, 0x70, 2, 0, 1));
    assert.deepEqual(owner.failures, []);
    owner.receive(bytes(0x62, 2, 0, 2));
    assert.deepEqual(owner.failures, [Failure.ReceiveSlotsFull]);
  });

  it("that is cut off with its connection leaves nothing behind, and is not acknowledged", () => {
    for (const size of [4, 7, 500]) {
      const owner = connected();
      owner.receive(message("big", TEXT, 1).slice(0, size));
      owner.close().connect(true);
      assert.equal(owner.sent.length, 1);
      owner.receive(SMALL + message("big", TEXT, 1, { dup: true }) + SMALL);
      assert.equal(owner.messages.length, 2);
      assert.equal(owner.sent.slice(1).join(""), bytes(0x40, 2, 0, 7));
    }
  });

  const long = String.fromCharCode(0x30) + bytes(0x80, 2);
  for (const [what, stream] of [
    ["an empty topic name", long + "\0\0" + "x".repeat(254)],
    ["a wildcard in its topic name", long + "\0\x01#" + "x".repeat(253)],
    ["a topic name beyond its end", long + "\xff\xff" + "x".repeat(254)],
    ["a wildcard at the end of a topic name beyond the capacity", message("y".repeat(150), TEXT).replace("y0", "+0")],
    ["a broken character in such a topic name", message("y".repeat(150), TEXT).replace("yyyy0", "\xf0\x9f\x98y0")],
    ["half a character at the end of such a topic name", message("y".repeat(150), TEXT).replace("y0", "\xc30")],
    ["U+0000 in such a topic name", message("y".repeat(150), TEXT).replace("yy0", "\0y0")],
    ["packet identifier 0", message("big", TEXT, 1).replace("big\0\x07", "big\0\0")],
  ] as const) {
    for (const { name, cut } of CUTS) {
      it(`with ${what} breaks the protocol, ${name}`, () => {
        const owner = connected();
        cut(stream + SMALL).forEach((piece) => owner.receive(piece));
        assert.deepEqual(owner.failures, [Failure.ProtocolViolation]);
        assert.deepEqual([owner.messages.length, owner.sent.length], [0, 0]);
      });
    }
  }

  it("before a session stands breaks the protocol", () => {
    const owner = new Owner({ options: { receiveBytes: 130 } }).open();
    owner.receive(message("big", TEXT));
    assert.deepEqual(owner.failures, [Failure.ProtocolViolation]);
  });

  it("of up to 268,435,455 bytes never takes more memory than the capacity", () => {
    const owner = connected();
    const total = 3_000_000;
    const header =
      "0" + bytes((total & 127) | 128, ((total >> 7) & 127) | 128, ((total >> 14) & 127) | 128, total >> 21);
    owner.receive(header + "\0\x05other");
    for (let rest = total - 7; rest > 0; rest -= 500) {
      owner.receive("x".repeat(Math.min(rest, 500)));
      assert.ok(owner.client.partial.length <= 130);
    }
    owner.receive(SMALL);
    assert.deepEqual([owner.client.oversized, owner.messages.length, owner.failures.length], [1, 1, 0]);
  });
});
