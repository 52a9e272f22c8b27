import assert from "node:assert/strict";
import { Failure } from "../../firmware/mqtt/record";
import { bytes, CUTS, Owner, wire, type OwnerSettings } from "../firmware/mqtt/owner";

function connected(settings: OwnerSettings = {}): Owner {
  const owner = new Owner({
    ...settings,
    options: { subscribePacket: "", subscriptions: 0, cleanSession: false, ...settings.options },
  }).connect();
  owner.sent.length = 0;
  return owner;
}

interface Message {
  qos: 0 | 1 | 2;
  id?: number;
  topic?: string;
  payload?: string;
  dup?: boolean;
}

function message({ qos, id, topic = "a/set", payload = "x", dup = false }: Message): string {
  return wire({ cmd: "publish", topic, payload, qos, dup, retain: false, ...(qos > 0 && { messageId: id }) });
}

const PUBACK = 0x40;
const PUBREC = 0x50;
const PUBCOMP = 0x70;
const answer = (type: number, id: number): string => bytes(type, 2, id >> 8, id & 255);
const pubrel = (id: number): string => bytes(0x62, 2, id >> 8, id & 255);

describe("messages taken in, as MQTT 3.1.1 has it", () => {
  it("are answered by their QoS: with nothing, PUBACK or PUBREC [MQTT-3.3.4-1]", () => {
    for (const [qos, expected] of [
      [0, []],
      [1, [answer(PUBACK, 7)]],
      [2, [answer(PUBREC, 7)]],
    ] as const) {
      const owner = connected();
      owner.receive(message({ qos, id: 7 }));
      assert.deepEqual([owner.sent, owner.messages.length], [expected, 1]);
    }
  });

  it("are answered with their own packet identifier [MQTT-2.3.1-6]", () => {
    for (const id of [1, 255, 256, 0xabcd, 65_535]) {
      const owner = connected();
      owner.receive(message({ qos: 1, id }) + message({ qos: 2, id }) + pubrel(id));
      assert.deepEqual(owner.sent, [answer(PUBACK, id), answer(PUBREC, id), answer(PUBCOMP, id)]);
    }
  });

  it("at QoS 1 are handed on each time they come, and acknowledged each time [MQTT-4.3.2-2]", () => {
    const owner = connected();
    owner.receive(message({ qos: 1, id: 7, payload: "a" }));
    owner.receive(message({ qos: 1, id: 7, payload: "a", dup: true }));
    // Acknowledged, the same packet identifier stands for a new message.
    owner.receive(message({ qos: 1, id: 7, payload: "b" }));
    assert.deepEqual(
      owner.messages.map(({ payload }) => payload),
      ["a", "a", "b"],
    );
    assert.deepEqual(owner.sent, [answer(PUBACK, 7), answer(PUBACK, 7), answer(PUBACK, 7)]);
  });

  it("at QoS 2 are handed on once until PUBREL, then stand for a new message [MQTT-4.3.3-2]", () => {
    const owner = connected();
    owner.receive(message({ qos: 2, id: 7, payload: "a" }));
    owner.receive(message({ qos: 2, id: 7, payload: "a", dup: true }));
    owner.close().connect(true);
    owner.sent.length = 0;
    owner.receive(message({ qos: 2, id: 7, payload: "a", dup: true }));
    owner.receive(pubrel(7));
    // Our PUBCOMP may have been lost: PUBREL again is answered again.
    owner.receive(pubrel(7));
    owner.receive(message({ qos: 2, id: 7, payload: "b" }));
    assert.deepEqual(
      owner.messages.map(({ payload }) => payload),
      ["a", "b"],
    );
    assert.deepEqual(owner.sent, [answer(PUBREC, 7), answer(PUBCOMP, 7), answer(PUBCOMP, 7), answer(PUBREC, 7)]);
  });

  it("are acknowledged whether or not anybody wants them [MQTT-4.5.0-2]", () => {
    const owner = connected({ options: { receiveBytes: 200 } });
    owner.receive(message({ qos: 1, id: 3, topic: "nobody/asked" }));
    owner.receive(message({ qos: 2, id: 4, topic: "nobody/asked" }));
    owner.receive(message({ qos: 1, id: 5, payload: "x".repeat(300) }));
    owner.receive(message({ qos: 2, id: 6, payload: "x".repeat(300) }));
    assert.deepEqual(owner.sent, [answer(PUBACK, 3), answer(PUBREC, 4), answer(PUBACK, 5), answer(PUBREC, 6)]);
    assert.equal(owner.client.oversized, 2);
  });

  const ORDER = [5, 3, 9, 1];
  for (const { name, cut } of CUTS) {
    it(`are acknowledged in the order in which they came: PUBACK, ${name} [MQTT-4.6.0-2]`, () => {
      const owner = connected();
      const stream = ORDER.map((id) => message({ qos: 1, id, payload: `${id}` })).join("");
      cut(stream).forEach((part) => owner.receive(part));
      assert.deepEqual(
        owner.sent,
        ORDER.map((id) => answer(PUBACK, id)),
      );
    });

    it(`are acknowledged in the order in which they came: PUBREC, ${name} [MQTT-4.6.0-3]`, () => {
      const owner = connected();
      const stream = ORDER.map((id) => message({ qos: 2, id, payload: `${id}` })).join("");
      cut(stream).forEach((part) => owner.receive(part));
      assert.deepEqual(
        owner.sent,
        ORDER.map((id) => answer(PUBREC, id)),
      );
    });
  }

  it("are acknowledged in their order also when there was no room for it [MQTT-4.6.0-2] [MQTT-4.6.0-3]", () => {
    const owner = connected();
    owner.room = 0;
    owner.receive(message({ qos: 1, id: 5 }) + message({ qos: 2, id: 3 }) + message({ qos: 1, id: 9 }));
    assert.deepEqual(owner.sent, []);
    owner.room = 1000;
    owner.receive(message({ qos: 2, id: 1 }));
    owner.seconds(1);
    assert.equal(owner.sent.join(""), answer(PUBACK, 5) + answer(PUBREC, 3) + answer(PUBACK, 9) + answer(PUBREC, 1));
  });

  it("that cannot be remembered end the connection once the others are released, and come again after it [MQTT-4.8.0-2]", () => {
    const owner = connected({ options: { receivedIds: [0, 0] } });
    owner.receive(
      message({ qos: 2, id: 1 }) + message({ qos: 2, id: 2 }) + message({ qos: 2, id: 3, payload: "third" }),
    );
    owner.receive(pubrel(1) + message({ qos: 2, id: 4, payload: "fourth" }) + message({ qos: 1, id: 5 }));
    assert.equal(
      owner.sent.join(""),
      answer(PUBREC, 1) + answer(PUBREC, 2) + answer(PUBCOMP, 1) + answer(PUBACK, 5),
      "what comes behind the third has to wait as well",
    );
    assert.deepEqual([owner.failures, owner.messages.length], [[], 3]);
    owner.receive(pubrel(2));
    assert.deepEqual(owner.failures, [Failure.ReceiveSlotsFull]);
    owner.connect(true).sent.length = 0;
    owner.receive(pubrel(2) + message({ qos: 2, id: 3, payload: "third", dup: true }));
    assert.deepEqual(owner.sent, [answer(PUBCOMP, 2), answer(PUBREC, 3)]);
    assert.equal(owner.messages.at(-1)!.payload, "third");
  });

  it("that wait for a PUBREL which never comes end the connection too", () => {
    const owner = connected({ options: { receivedIds: [0] } });
    owner.receive(message({ qos: 2, id: 1 }) + message({ qos: 2, id: 2 }));
    owner.seconds(9);
    assert.deepEqual(owner.failures, []);
    owner.seconds(4);
    assert.deepEqual(owner.failures, [Failure.NoResponse]);
    // Behind other messages it may take longer, but not for ever.
    owner.connect(true).receive(message({ qos: 2, id: 2 }));
    for (let second = 0; second < 70 && owner.failures.length === 1; second++) {
      owner.receive(message({ qos: 0 }));
      owner.seconds(1);
      assert.ok(second >= 58 || owner.failures.length === 1, `${second} s`);
    }
    assert.deepEqual(owner.failures, [Failure.NoResponse, Failure.NoResponse]);
  });

  it("of which a server has 100 under way at once come to rest in their order, whatever is lost with each connection", () => {
    const owner = connected({ options: { receivedIds: [0, 0, 0, 0] } });
    // What the server has under way: released or not. It sends all of it at once, and again on each connection.
    let under = Array.from({ length: 100 }, (_, i) => ({ id: i + 1, isReleased: false }));
    const all = (): string =>
      under
        .map(({ id, isReleased }) => (isReleased ? pubrel(id) : message({ qos: 2, id, payload: `${id}`, dup: true })))
        .join("");
    let connections = 0;
    for (let stream = all(); under.length > 0; connections++) {
      assert.ok(connections <= 100 / 4 + 1, `${under.length} left after ${connections} connections`);
      while (stream !== "") {
        const sent = owner.sent.length;
        const failures = owner.failures.length;
        owner.receive(stream);
        stream = "";
        // What was written in the same read as the connection ended is lost with it.
        if (owner.failures.length > failures) break;
        for (const packet of owner.sent.slice(sent)) {
          const id = packet.charCodeAt(2) * 256 + packet.charCodeAt(3);
          const known = under.find((each) => each.id === id)!;
          if (packet.charCodeAt(0) === PUBCOMP) under = under.filter((each) => each !== known);
          else stream += pubrel(id);
          if (packet.charCodeAt(0) === PUBREC) known.isReleased = true;
        }
      }
      owner.close().connect(true).sent.length = 0;
      stream = all();
    }
    assert.deepEqual(
      owner.messages.map(({ payload }) => payload),
      Array.from({ length: 100 }, (_, i) => `${i + 1}`),
    );
    assert.ok(owner.failures.every((failure) => failure === Failure.ReceiveSlotsFull));
  });

  it("at QoS 2 that come again are looked at again: a topic name that is none ends the connection [MQTT-3.3.2-2]", () => {
    const owner = connected({ options: { receivedIds: [0] } });
    for (const topic of ["a/#", "", "\x80"]) {
      owner.connect(true).receive(message({ qos: 2, id: 7 }));
      const body = `${bytes(0, topic.length)}${topic}\0\x07x`;
      owner.receive(bytes(0x3c, body.length) + body);
      // The same for one that finds no slot.
      owner.connect(true).receive(bytes(0x34, body.length) + body.replace("\x07x", "\x08x"));
    }
    assert.deepEqual(owner.failures, new Array(6).fill(Failure.ProtocolViolation));
  });

  it("whose acknowledgements find no room for long end the connection [MQTT-4.8.0-2]", () => {
    const owner = connected();
    owner.room = 0;
    for (let id = 1; id <= 64; id++) owner.receive(message({ qos: 1, id }));
    assert.deepEqual(owner.failures, []);
    owner.receive(message({ qos: 1, id: 65 }));
    assert.deepEqual(owner.failures, [Failure.TransportFull]);
  });
});
