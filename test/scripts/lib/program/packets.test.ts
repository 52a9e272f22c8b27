import assert from "node:assert/strict";
import { parser, type Packet } from "mqtt-packet";
import type { Board } from "../../../../scripts/lib/board/config";
import { connectPacket, inBatches, subscribePacket, subscriptions } from "../../../../scripts/lib/program/packets";
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

  const batches = (board: Board): string[][] =>
    inBatches(subscriptions(board), board).map((batch) => {
      const packet = read(subscribePacket(batch));
      assert.ok(packet.cmd === "subscribe");
      assert.equal(packet.messageId, 1);
      return packet.subscriptions.map(({ topic, qos }) => `${topic} ${qos}`);
    });

  it("one SUBSCRIBE names every command topic at QoS 0", () => {
    assert.deepEqual(batches(exampleBoard()), [["example/pump/set 0", "example/lamp/set 0"]]);
  });

  it("a board without actuators subscribes to nothing with it", () => {
    assert.deepEqual(batches(exampleBoard({ actuators: [] })), []);
  });

  it("SUBSCRIBE comes in batches of eight topics, or of as many as the board file says", () => {
    const [pump] = exampleBoard().actuators;
    const actuators = Array.from({ length: 17 }, (_, i) => ({ ...pump, commandTopic: `c${i}` }));
    const sizes = (topicsPerSubscribe?: number): number[] => {
      const board = exampleBoard();
      const broker = topicsPerSubscribe === undefined ? board.broker : { ...board.broker, topicsPerSubscribe };
      return batches({ ...board, actuators, broker }).map((batch) => batch.length);
    };
    assert.deepEqual(sizes(), [8, 8, 1]);
    assert.deepEqual(sizes(6), [6, 6, 5]);
    assert.deepEqual(sizes(1), new Array(17).fill(1));
    assert.deepEqual(sizes(100), [17]);
  });
});
