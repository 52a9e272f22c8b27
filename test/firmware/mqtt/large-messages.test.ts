import assert from "node:assert/strict";
import { Failure } from "../../../firmware/mqtt/client";
import { bytes, CUTS, field, Owner, wire } from "./owner";

const TEXT = Array.from({ length: 250 }, (_, i) => i.toString(36).padStart(4, "0")).join("");

interface Part {
  text: string;
  at: number;
  size: number;
  retain: boolean;
}

class Receiving {
  readonly parts: Part[] = [];
  readonly owner = new Owner({
    options: { subscribePacket: "", subscriptions: 0, receiveBytes: 130, receivedIds: [0, 0], cleanSession: false },
    routes: ["a/set", "big"],
    partRoutes: { [field("big")]: (text, at, size, retain) => this.parts.push({ text, at, size, retain }) },
  }).connect();

  constructor() {
    this.owner.sent.length = 0;
  }

  get text(): string {
    return this.parts.map(({ text }) => text).join("");
  }
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
      it(`of QoS ${qos} goes in parts to a route that takes such, ${name}`, () => {
        const receiving = new Receiving();
        const { owner, parts } = receiving;
        cut(message("big", TEXT, qos, { retain: true }) + SMALL).forEach((piece) => owner.receive(piece));
        assert.equal(receiving.text, TEXT);
        let at = 0;
        for (const part of parts) {
          assert.deepEqual([part.at, part.size, part.retain], [at, TEXT.length, true]);
          assert.ok(part.text.length > 0);
          at += part.text.length;
        }
        assert.equal(owner.sent.join(""), answer);
        assert.deepEqual([owner.messages.length, owner.client.oversized, owner.failures.length], [1, 0, 0]);
      });

      it(`of QoS ${qos} without such a route is skipped, counted and acknowledged, ${name}`, () => {
        const { owner, parts } = new Receiving();
        for (const topic of ["a/set", "other", "long/".repeat(40)]) {
          owner.sent.length = 0;
          owner.client.options.receivedIds.fill(0);
          cut(message(topic, TEXT, qos) + SMALL).forEach((piece) => owner.receive(piece));
          assert.equal(owner.sent.join(""), answer);
        }
        assert.deepEqual([owner.client.oversized, owner.messages.length, parts.length], [3, 3, 0]);
        assert.deepEqual(owner.failures, []);
      });
    }
  }

  it("that fits still goes in one piece to the route of its topic", () => {
    const { owner, parts } = new Receiving();
    owner.receive(message("big", "small"));
    assert.deepEqual([owner.messages.length, parts.length], [1, 0]);
  });

  it("of QoS 2 is handed on once until PUBREL", () => {
    const receiving = new Receiving();
    const { owner } = receiving;
    owner.receive(message("big", TEXT, 2));
    owner.close().connect(true);
    owner.sent.length = 0;
    owner.receive(message("big", TEXT, 2, { dup: true }));
    assert.equal(receiving.text, TEXT);
    assert.equal(owner.sent.join(""), bytes(0x50, 2, 0, 7));
    owner.receive(bytes(0x62, 2, 0, 7));
    owner.receive(message("big", TEXT, 2));
    assert.equal(receiving.text, TEXT + TEXT);
  });

  it("of QoS 2 without a free slot ends the connection", () => {
    const { owner, parts } = new Receiving();
    owner.receive(message("a/set", "1", 2, { messageId: 1 }) + message("a/set", "2", 2, { messageId: 2 }));
    owner.receive(message("big", TEXT, 2));
    assert.deepEqual(owner.failures, [Failure.ReceiveSlotsFull]);
    assert.equal(parts.length, 0);
  });

  it("that is cut off with its connection leaves nothing behind, and is not acknowledged", () => {
    const receiving = new Receiving();
    const { owner } = receiving;
    owner.receive(message("big", TEXT, 1).slice(0, 500));
    owner.close().connect(true);
    assert.equal(owner.sent.length, 1);
    owner.receive(SMALL);
    assert.equal(owner.messages.length, 1);
    receiving.parts.length = 0;
    owner.receive(message("big", TEXT, 1, { dup: true }));
    assert.equal(receiving.text, TEXT);
    assert.equal(receiving.parts[0]!.at, 0);
  });

  const long = String.fromCharCode(0x30) + bytes(0x80, 2);
  for (const [what, stream] of [
    ["an empty topic name", long + "\0\0" + "x".repeat(254)],
    ["a wildcard in its topic name", long + "\0\x01#" + "x".repeat(253)],
    ["a topic name beyond its end", long + "\xff\xff" + "x".repeat(254)],
    ["packet identifier 0", message("big", TEXT, 1).replace("big\0\x07", "big\0\0")],
  ] as const) {
    for (const { name, cut } of CUTS) {
      it(`with ${what} breaks the protocol, ${name}`, () => {
        const { owner, parts } = new Receiving();
        cut(stream + SMALL).forEach((piece) => owner.receive(piece));
        assert.deepEqual(owner.failures, [Failure.ProtocolViolation]);
        assert.deepEqual([owner.messages.length, parts.length, owner.sent.length], [0, 0, 0]);
      });
    }
  }

  it("before a session stands breaks the protocol", () => {
    const owner = new Owner({ options: { receiveBytes: 130 } }).open();
    owner.receive(message("big", TEXT));
    assert.deepEqual(owner.failures, [Failure.ProtocolViolation]);
  });

  it("of up to 268,435,455 bytes never takes more memory than the capacity", () => {
    const { owner } = new Receiving();
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
