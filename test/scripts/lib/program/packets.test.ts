import assert from "node:assert/strict";
import { parser, type Packet } from "mqtt-packet";
import { connectPacket, subscribePacket } from "../../../../scripts/lib/program/packets";
import { exampleBoard } from "../board/example-board";

function read(bytes: string): Packet {
  const packets: Packet[] = [];
  const reader = parser({ protocolVersion: 4 });
  reader.on("packet", (packet) => packets.push(packet));
  assert.equal(reader.parse(Buffer.from(bytes, "latin1")), 0, "bytes left over");
  assert.equal(packets.length, 1);
  return packets[0];
}

describe("packets made on the host", () => {
  it("CONNECT carries a clean session, the credentials and the will", () => {
    const packet = read(connectPacket(exampleBoard()));
    assert.ok(packet.cmd === "connect");
    assert.equal(packet.protocolVersion, 4);
    assert.equal(packet.clean, true);
    assert.equal(packet.clientId, "example");
    assert.equal(packet.keepalive, 60);
    assert.equal(packet.username, "user");
    assert.equal(String(packet.password), "passwörd");
    assert.deepEqual(
      { ...packet.will, payload: String(packet.will?.payload) },
      { topic: "example/status", payload: "offline", qos: 1, retain: true },
    );
  });

  it("CONNECT without credentials has neither of their flags", () => {
    const packet = read(connectPacket(exampleBoard({ broker: { urls: ["mqtt://b"], clientId: "me" } })));
    assert.ok(packet.cmd === "connect");
    assert.equal(packet.clientId, "me");
    assert.equal(packet.username, undefined);
    assert.equal(packet.password, undefined);
  });

  it("one SUBSCRIBE names every command topic at QoS 0", () => {
    const packet = read(subscribePacket(exampleBoard()));
    assert.ok(packet.cmd === "subscribe");
    assert.equal(packet.messageId, 1);
    assert.deepEqual(
      packet.subscriptions.map(({ topic, qos }) => [topic, qos]),
      [
        ["example/pump/set", 0],
        ["example/lamp/set", 0],
      ],
    );
  });

  it("a board without actuators subscribes to nothing", () => {
    assert.equal(subscribePacket(exampleBoard({ actuators: [] })), "");
  });
});
