import assert from "node:assert/strict";
import { ClientState, Failure } from "../../firmware/mqtt/record";
import { createPublisher } from "../../firmware/mqtt/publish";
import { createQos1Publisher, createQos2Publisher } from "../../firmware/mqtt/publish-acknowledged";
import { subscribe, unsubscribe } from "../../firmware/mqtt/subscribe";
import { bytes, CUTS, field, Owner, wire } from "../firmware/mqtt/owner";

/** Everything a client can be made to send, packet by packet. */
function everythingSent(): string[] {
  const owner = new Owner({ outbox: {} });
  const sent: string[] = [];
  const more = (run: () => void): void => {
    run();
    sent.push(...owner.sent.splice(0));
  };
  more(() => owner.connect());
  for (const create of [createPublisher, createQos1Publisher, createQos2Publisher]) {
    for (const retain of [false, true]) more(() => create(owner.client, field("t"), retain)("x"));
  }
  more(() => owner.receive(bytes(0x50, 2, 0, 4)));
  more(() =>
    owner.receive(
      wire({ cmd: "publish", topic: "a/set", payload: "x", qos: 1, messageId: 9, dup: false, retain: false }),
    ),
  );
  more(() =>
    owner.receive(
      wire({ cmd: "publish", topic: "a/set", payload: "x", qos: 2, messageId: 9, dup: false, retain: false }),
    ),
  );
  more(() => owner.receive(bytes(0x62, 2, 0, 9)));
  more(() => void subscribe(owner.client, ["a"], 2));
  owner.receive(bytes(0x90, 3, 0, 1, 2));
  more(() => void unsubscribe(owner.client, ["a"]));
  owner.receive(bytes(0xb0, 2, 0, 1));
  owner.receive(bytes(0x40, 2, 0, 2, 0x40, 2, 0, 3, 0x50, 2, 0, 5, 0x70, 2, 0, 4, 0x70, 2, 0, 5));
  more(() => owner.seconds(50));
  const { sent: first } = owner;
  assert.deepEqual([owner.failures, first], [[], []]);
  return sent;
}

/** The flags that table 2.2 lays down for what a client sends; PUBLISH has flags of its own. */
const FLAGS: Record<number, number> = { 1: 0, 4: 0, 5: 0, 6: 2, 7: 0, 8: 2, 10: 2, 12: 0, 14: 0 };

describe("packets on the wire, as MQTT 3.1.1 has them", () => {
  it("have the flags that table 2.2 lays down [MQTT-2.2.2-1]", () => {
    const types = new Set<number>();
    for (const packet of everythingSent()) {
      const first = packet.charCodeAt(0);
      types.add(first >> 4);
      if (first >> 4 !== 3) assert.equal(first & 15, FLAGS[first >> 4], `first byte ${first.toString(16)}`);
    }
    assert.deepEqual(
      [...types].sort((a, b) => a - b),
      [1, 3, 4, 5, 6, 7, 8, 10, 12],
    );
  });

  // The flags a server may use: none, but those of PUBLISH and PUBREL.
  const legal = (first: number): boolean =>
    first >> 4 === 3
      ? (first & 6) !== 6 && (first & 0b1110) !== 0b1000
      : first >> 4 === 6
        ? first === 0x62
        : (first & 15) === 0;

  for (let type = 2; type <= 13; type++) {
    if ([8, 10, 12].includes(type)) continue;
    it(`type ${type} with flags it does not have ends the connection [MQTT-2.2.2-2]`, () => {
      let count = 0;
      for (let flags = 0; flags < 16; flags++) {
        const first = type * 16 + flags;
        if (legal(first)) continue;
        count++;
        for (const { cut } of CUTS) {
          const owner = new Owner({ outbox: {} });
          if (type === 2) owner.open();
          else owner.connect();
          createQos2Publisher(owner.client, field("t"), false)("x");
          owner.failures.length = 0;
          const body = { 2: "\0\0", 3: "\0\x01tx", 9: "\0\x01\0", 13: "" }[type] ?? "\0\x02";
          cut(String.fromCharCode(first, body.length) + body).forEach((part) => owner.receive(part));
          assert.deepEqual(owner.failures, [Failure.ProtocolViolation], first.toString(16));
        }
      }
      assert.ok(count > 0);
    });
  }

  it("a message with QoS 3 ends the connection, and none is sent [MQTT-3.3.1-4]", () => {
    for (const first of [0x36, 0x37, 0x3e, 0x3f]) {
      const owner = new Owner().connect();
      owner.receive(bytes(first, 8) + "\0\x01t\0\x05xyz");
      assert.deepEqual([owner.failures, owner.messages], [[Failure.ProtocolViolation], []]);
    }
    for (const packet of everythingSent()) {
      const first = packet.charCodeAt(0);
      assert.ok(first >> 4 !== 3 || (first & 6) !== 6);
    }
  });

  it("PUBREL with other flags than 0010 ends the connection [MQTT-3.6.1-1]", () => {
    for (let flags = 0; flags < 16; flags++) {
      const owner = new Owner().connect();
      owner.receive(bytes(0x60 + flags, 2, 0, 5));
      assert.deepEqual(owner.failures, flags === 2 ? [] : [Failure.ProtocolViolation]);
    }
  });

  it("what only clients send, and what is reserved, ends the connection [MQTT-4.8.0-1]", () => {
    for (const type of [0, 1, 8, 10, 12, 14, 15]) {
      for (let flags = 0; flags < 16; flags++) {
        const owner = new Owner().connect();
        owner.receive(bytes(type * 16 + flags, 0));
        assert.deepEqual(owner.failures, [Failure.ProtocolViolation]);
        assert.equal(owner.client.state, ClientState.Closed);
      }
    }
  });

  it("after a violation nothing more is sent or handed on from that connection [MQTT-4.8.0-1]", () => {
    const owner = new Owner().connect();
    owner.sent.length = 0;
    const good = wire({
      cmd: "publish",
      topic: "a/set",
      payload: "x",
      qos: 1,
      messageId: 9,
      dup: false,
      retain: false,
    });
    owner.receive(good + bytes(0xf0, 0) + good);
    owner.receive(good);
    owner.seconds(100);
    assert.deepEqual([owner.messages.length, owner.sent.length, owner.failures.length], [1, 1, 1]);
    owner.connect();
    owner.receive(good);
    assert.equal(owner.messages.length, 2);
  });

  for (const { name, cut } of CUTS) {
    it(`run over any lossless, ordered stream, ${name} [MQTT-7.1.2-1]`, () => {
      const owner = new Owner({ outbox: {} }).open();
      createQos2Publisher(owner.client, field("t"), false)("x");
      const stream =
        bytes(0x20, 2, 0, 0, 0x90, 3, 0, 1, 0, 0x50, 2, 0, 2, 0x70, 2, 0, 2) +
        wire({
          cmd: "publish",
          topic: "a/set",
          payload: "y".repeat(150),
          qos: 2,
          messageId: 3,
          dup: false,
          retain: false,
        }) +
        bytes(0x62, 2, 0, 3, 0xd0, 0);
      cut(stream).forEach((part) => owner.receive(part));
      assert.deepEqual(owner.failures, []);
      assert.equal(owner.messages.length, 1);
      assert.deepEqual(
        owner.packets().map(({ cmd }) => cmd),
        ["connect", "subscribe", "publish", "pubrel", "pubrec", "pubcomp"],
      );
    });
  }

  it("need nothing that the specification does not have: another implementation reads all of them [MQTT-7.0.0-2]", () => {
    const sent = everythingSent();
    const owner = new Owner();
    owner.sent.push(...sent);
    assert.equal(owner.packets().length, sent.length);
  });
});
