import assert from "node:assert/strict";
import { ClientState, DropPolicy } from "../../firmware/mqtt/record";
import { disconnect } from "../../firmware/mqtt/client";
import {
  beginConstants,
  createConstantStream,
  sendConstants,
  type ConstantStream,
} from "../../firmware/mqtt/constant-packets";
import { ALL_PACKETS } from "../../firmware/mqtt/all-packets";
import { CONSTANT_PACKETS } from "../../firmware/mqtt/packets";
import { createPublisher } from "../../firmware/mqtt/publish";
import { createQos1Publisher, createQos2Publisher } from "../../firmware/mqtt/publish-acknowledged";
import { subscribe, unsubscribe } from "../../firmware/mqtt/subscribe";
import { bytes, field, Owner } from "../firmware/mqtt/owner";
import { Random, seed } from "../random";
import { publish } from "./sequences";
import { inFullOr } from "../thorough";

const SEED = seed();
const STREAMS = inFullOr(400_000, 40_000);
/** After so many streams everything the client can do is tried on a connection that is in order. */
const HEALTH_EVERY = 50;
const RECEIVE_BYTES = 136;
const ROOM = 200;
/** As in control.ts: 64 acknowledgements. */
const WAITING_BYTES = 256;

function large(first: number, id: number): string {
  const body = "\0\x03big" + ((first & 6) > 0 ? bytes(0, id) : "") + "y".repeat(190);
  return bytes(first, (body.length & 127) | 128, body.length >> 7) + body;
}

/** What a server may send, roughly in the order of a session. */
const VALID: readonly string[] = [
  bytes(0x20, 2, 0, 0),
  bytes(0x20, 2, 1, 0),
  bytes(0x90, 3, 0, 1, 0),
  bytes(0xb0, 2, 0, 1),
  bytes(0xd0, 0),
  ...[0x30, 0x31, 0x32, 0x34, 0x3a, 0x3c].map((first) => publish(first, "a/set", "ON", 5)),
  ...[0x30, 0x32, 0x34].map((first) => publish(first, "other/topic", "payload", 6)),
  ...[0x30, 0x32, 0x35].map((first) => large(first, 7)),
  ...[2, 3, 4, 5, 6, 7].flatMap((id) => [0x40, 0x50, 0x62, 0x70].map((first) => bytes(first, 2, 0, id))),
];

class Subject {
  readonly owner: Owner;
  readonly #publishers;
  readonly #stream: ConstantStream;
  /** Whether the constant packet was begun on this connection. */
  #isBegun = false;

  constructor() {
    this.owner = new Owner({
      packets: { ...ALL_PACKETS, ...CONSTANT_PACKETS },
      options: { receiveBytes: RECEIVE_BYTES, cleanSession: false, receivedIds: [0, 0, 0] },
      outbox: { slots: 3, capacityBytes: 120, policy: DropPolicy.Oldest },
    });
    this.owner.isSlow = true;
    this.owner.room = ROOM;
    this.#publishers = [createPublisher, createQos1Publisher, createQos2Publisher].map((create) =>
      create(this.owner.client, field("t"), false),
    );
    const parts = ["3\x89\x01\0\x01t\0\x02", "z".repeat(132), ""];
    this.#stream = createConstantStream(this.owner.client, { packets: 1, parts: 3, part: (index) => parts[index]! });
  }

  open(): void {
    this.owner.open();
    this.#isBegun = false;
  }

  /** Something the program around the client may do at any time. */
  doSomething(random: Random): void {
    const { owner } = this;
    const { client } = owner;
    switch (random.below(9)) {
      case 0:
        subscribe(client, ["a", "b"].slice(0, 1 + random.below(2)), random.below(3));
        break;
      case 1:
        unsubscribe(client, ["a"]);
        break;
      case 2:
        owner.seconds(1 + random.below(40));
        break;
      case 3:
        if (client.state !== ClientState.Ready) break;
        if (!this.#isBegun) beginConstants(this.#stream, true);
        this.#isBegun = true;
        sendConstants(this.#stream);
        break;
      case 4:
        owner.drain();
        break;
      case 5:
        if (random.below(20) === 0) disconnect(client);
        break;
      default:
        random.pick(this.#publishers)("x".repeat(random.below(30)));
    }
  }

  /** Held at all times. */
  check(): void {
    const { owner } = this;
    const { client } = owner;
    const outbox = owner.outbox!;
    assert.ok(client.partial.length <= RECEIVE_BYTES, `${client.partial.length} bytes of a packet kept`);
    assert.ok(client.waiting.length <= WAITING_BYTES, `${client.waiting.length} bytes wait`);
    assert.ok(owner.mostPending <= ROOM, `${owner.mostPending} bytes handed to the network`);
    assert.ok(outbox.bytes >= 0 && outbox.bytes <= 120, `${outbox.bytes} bytes in the outbox`);
    assert.ok(outbox.packets.length <= 3 && outbox.ids.length === outbox.packets.length, "messages in the outbox");
    const { released, releasesDue, unsent, repeated } = outbox;
    assert.ok(
      0 <= releasesDue && releasesDue <= released && 0 <= repeated && repeated <= unsent,
      "counts of the outbox",
    );
    assert.ok(released + unsent <= outbox.packets.length, "counts of the outbox");
  }

  /** Everything the client can do works on a connection that is in order. */
  checkHealth(): void {
    const { owner } = this;
    const { client } = owner;
    owner.failures.length = 0;
    // Without its session everything of the past is over.
    owner.connect(false);
    owner.drain();
    const { outbox } = owner;
    while (outbox!.packets.length > 0) {
      const first = outbox!.packets[0]!;
      const answer = outbox!.released > 0 ? "\x70\x02" : (first.charCodeAt(0) & 6) === 2 ? "\x40\x02" : "\x50\x02";
      owner.receive(answer + outbox!.ids[0]!);
      owner.drain();
      assert.deepEqual(owner.failures, []);
    }
    owner.drain();
    owner.messages.length = 0;
    owner.sent.length = 0;
    const { oversized } = client;
    owner.receive(publish(0x30, "a/set") + publish(0x32, "a/set", "x", 8) + publish(0x34, "a/set", "x", 9));
    owner.drain();
    owner.receive(bytes(0x62, 2, 0, 9) + large(0x32, 10) + bytes(0xd0, 0));
    owner.drain();
    assert.equal(
      owner.sent.join(""),
      bytes(0x40, 2, 0, 8) + bytes(0x50, 2, 0, 9) + bytes(0x70, 2, 0, 9) + bytes(0x40, 2, 0, 10),
    );
    assert.deepEqual([owner.messages.length, client.oversized - oversized], [3, 1]);
    assert.equal(client.state, ClientState.Ready);
    assert.deepEqual(owner.failures, []);
    owner.close();
  }
}

function mutated(random: Random): string {
  let stream = random.below(8) > 0 ? bytes(0x20, 2, random.below(2), 0, 0x90, 3, 0, 1, 0) : "";
  for (let count = 1 + random.below(6); count > 0; count--) {
    const packet = random.pick(VALID);
    const at = random.below(packet.length + 1);
    switch (random.below(6)) {
      case 0:
        stream += packet.slice(0, at) + bytes(random.below(256)) + packet.slice(at + 1);
        break;
      case 1:
        stream += packet.slice(0, at) + bytes(random.below(256)) + packet.slice(at);
        break;
      case 2:
        stream += packet.slice(0, at) + packet.slice(at + 1 + random.below(3));
        break;
      default:
        stream += packet;
    }
  }
  if (random.below(10) === 0) {
    for (let count = random.below(40); count > 0; count--) stream += bytes(random.below(256));
  }
  return stream;
}

describe("mutated streams", function () {
  this.timeout(120_000);

  it(`${STREAMS.toLocaleString("en")} of them throw nothing, exceed no capacity and leave a client that works (seed ${SEED})`, () => {
    const random = new Random(SEED);
    const subject = new Subject();
    const { owner } = subject;
    let failed = 0;
    for (let i = 0; i < STREAMS; i++) {
      const stream = mutated(random);
      try {
        subject.open();
        for (let at = 0; at < stream.length;) {
          const size = random.below(4) === 0 ? 1 + random.below(3) : 1 + random.below(stream.length);
          owner.receive(stream.slice(at, at + size));
          at += size;
          if (random.below(3) === 0) subject.doSomething(random);
          subject.check();
        }
        failed += owner.failures.length;
        owner.failures.length = 0;
        owner.messages.length = 0;
        owner.strays.length = 0;
        owner.readies.length = 0;
        owner.losses.length = 0;
        owner.close();
        if (i % HEALTH_EVERY === 0) subject.checkHealth();
      } catch (error) {
        throw new Error(`stream ${i}: ${Buffer.from(stream, "latin1").toString("hex")}`, { cause: error });
      }
    }
    // Neither all right nor all wrong: both ways were gone often.
    assert.ok(failed > STREAMS / 4 && failed < (STREAMS * 9) / 10, `${failed} of ${STREAMS} ended with a failure`);
  });
});
