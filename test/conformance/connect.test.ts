import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { parser, type IConnectPacket, type Packet } from "mqtt-packet";
import { connectPacket, type ConnectOptions } from "../../firmware/mqtt/connect";
import { isUtf8 } from "../../firmware/mqtt/utf8";
import { loadBoard } from "../../scripts/lib/board/load";
import { connectPacket as boardConnectPacket } from "../../scripts/lib/program/packets";
import { exampleBoard } from "../scripts/lib/board/example-board";
import { CONNECT, field, Owner } from "../firmware/mqtt/owner";

const SEED = 20261124;

/** Flags and payload fields of a CONNECT packet, read byte by byte. §3.1 */
function dissect(packet: string): { flags: number; keepAliveSeconds: number; fields: string[] } {
  const bytes = Buffer.from(packet, "latin1");
  assert.equal(bytes[0], 0x10);
  let at = 1;
  while (bytes[at++]! > 127);
  assert.equal(bytes.subarray(at, at + 7).toString("latin1"), "\0\x04MQTT\x04");
  const flags = bytes[at + 7]!;
  const keepAliveSeconds = bytes.readUInt16BE(at + 8);
  const fields: string[] = [];
  at += 10;
  while (at < bytes.length) {
    const length = bytes.readUInt16BE(at);
    assert.ok(at + 2 + length <= bytes.length, "a field goes beyond the packet");
    fields.push(bytes.toString("latin1", at + 2, at + 2 + length));
    at += 2 + length;
  }
  return { flags, keepAliveSeconds, fields };
}

function read(packet: string): IConnectPacket {
  const packets: Packet[] = [];
  const reader = parser({ protocolVersion: 4 });
  reader.on("packet", (found) => packets.push(found));
  assert.equal(reader.parse(Buffer.from(packet, "latin1")), 0);
  return packets[0] as IConnectPacket;
}

const WILL = { topic: "n/status", message: "offline", qos: 1, retain: true } as const;
const PLAIN: ConnectOptions = { clientId: "n", cleanSession: true, keepAliveSeconds: 60 };

const text = fc.string({ unit: "grapheme", maxLength: 20 }).filter((s) => !s.includes("\0"));
const bytesOf = (s: string): string => Buffer.from(s).toString("latin1");
const options = fc.record(
  {
    clientId: text,
    cleanSession: fc.boolean(),
    keepAliveSeconds: fc.integer({ min: 0, max: 65_535 }),
    will: fc.record({
      topic: text.filter((s) => s !== "" && !/[+#]/.test(s)),
      message: text,
      qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
      retain: fc.boolean(),
    }),
    username: text,
    password: text,
  },
  { requiredKeys: ["clientId", "cleanSession", "keepAliveSeconds"] },
);

describe("CONNECT, as MQTT 3.1.1 has it", () => {
  it("is sent once on each network connection, whatever comes [MQTT-3.1.0-2]", () => {
    const owner = new Owner({ outbox: {} });
    for (let connection = 0; connection < 3; connection++) {
      owner.connect();
      owner.seconds(45);
      owner.receive("\xd0\0");
      assert.deepEqual(owner.packets().filter(({ cmd }) => cmd === "connect").length, 1);
      assert.equal(owner.sent[0], CONNECT);
      owner.close();
    }
  });

  it(`is read by mqtt-packet as it was meant, with any combination of fields (seed ${SEED})`, () => {
    fc.assert(
      fc.property(options, ({ clientId, cleanSession, keepAliveSeconds, will, username, password }) => {
        const id = clientId === "" && !cleanSession ? "x" : clientId;
        const packet = read(
          connectPacket({
            clientId: bytesOf(id),
            cleanSession,
            keepAliveSeconds,
            ...(will && { will: { ...will, topic: bytesOf(will.topic), message: bytesOf(will.message) } }),
            ...(username !== undefined && { username: bytesOf(username) }),
            ...(password !== undefined && { password: bytesOf(password) }),
          }),
        );
        assert.deepEqual(
          {
            clientId: packet.clientId,
            clean: packet.clean,
            keepalive: packet.keepalive,
            will: packet.will && { ...packet.will, payload: String(packet.will.payload) },
            username: packet.username,
            password: packet.password === undefined ? undefined : String(packet.password),
          },
          {
            clientId: id,
            clean: cleanSession,
            keepalive: keepAliveSeconds,
            will: will && { topic: will.topic, payload: will.message, qos: will.qos, retain: will.retain },
            username,
            // Without a user name there is no password. [MQTT-3.1.2-22]
            password: username === undefined ? undefined : password,
          },
        );
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it("begins its payload with the client identifier, also an empty one [MQTT-3.1.3-3]", () => {
    assert.deepEqual(dissect(connectPacket(PLAIN)).fields, ["n"]);
    assert.deepEqual(dissect(connectPacket({ ...PLAIN, clientId: "" })).fields, [""]);
  });

  it("has its payload in order: identifier, will topic and message, user name, password [MQTT-3.1.3-1]", () => {
    const packet = connectPacket({ ...PLAIN, will: WILL, username: "u", password: "p" });
    assert.deepEqual(dissect(packet).fields, ["n", "n/status", "offline", "u", "p"]);
  });

  it("with a will has the will flag, a will topic and a will message, also an empty one [MQTT-3.1.2-9]", () => {
    const { flags, fields } = dissect(connectPacket({ ...PLAIN, will: { ...WILL, message: "" } }));
    assert.equal(flags & 4, 4);
    assert.deepEqual(fields, ["n", "n/status", ""]);
  });

  it("without a will has neither its flag, QoS and retain, nor its fields [MQTT-3.1.2-11] [MQTT-3.1.2-13] [MQTT-3.1.2-15]", () => {
    for (const more of [{}, { username: "u" }, { username: "u", password: "p" }, { cleanSession: false }]) {
      const { flags, fields } = dissect(connectPacket({ ...PLAIN, ...more }));
      assert.equal(flags & 0b0011_1100, 0);
      assert.equal(fields.length, 1 + ("username" in more ? 1 : 0) + ("password" in more ? 1 : 0));
    }
  });

  it("has a will QoS of 0, 1 or 2 in bits 3 and 4, never 3, and will retain in bit 5 [MQTT-3.1.2-14]", () => {
    for (const qos of [0, 1, 2] as const) {
      for (const retain of [false, true]) {
        const { flags } = dissect(connectPacket({ ...PLAIN, will: { ...WILL, qos, retain } }));
        assert.equal(flags, 0b110 | (qos << 3) | (retain ? 32 : 0));
      }
    }
  });

  it("has a user name where its flag is set, and none where not [MQTT-3.1.2-18] [MQTT-3.1.2-19]", () => {
    const without = dissect(connectPacket(PLAIN));
    assert.deepEqual([without.flags & 128, without.fields], [0, ["n"]]);
    const having = dissect(connectPacket({ ...PLAIN, username: "" }));
    assert.deepEqual([having.flags & 128, having.fields], [128, ["n", ""]]);
  });

  it("has a password where its flag is set, and none where not [MQTT-3.1.2-20] [MQTT-3.1.2-21]", () => {
    const without = dissect(connectPacket({ ...PLAIN, username: "u" }));
    assert.deepEqual([without.flags & 64, without.fields], [0, ["n", "u"]]);
    const having = dissect(connectPacket({ ...PLAIN, username: "u", password: "" }));
    assert.deepEqual([having.flags & 64, having.fields], [64, ["n", "u", ""]]);
  });

  it("has no password, and no flag of one, without a user name [MQTT-3.1.2-22]", () => {
    const { flags, fields } = dissect(connectPacket({ ...PLAIN, password: "p" }));
    assert.deepEqual([flags, fields], [2, ["n"]]);
  });

  it("of a board is UTF-8 in every text [MQTT-3.1.3-4] [MQTT-3.1.3-10] [MQTT-3.1.3-11]", () => {
    const board = exampleBoard({
      topics: { base: "haus/küche/温度" },
      broker: { urls: ["mqtt://b"], clientId: "knöpfle", username: "größe", password: "ß" },
    });
    const { fields } = dissect(boardConnectPacket(board));
    assert.deepEqual(
      fields.map((bytes) => Buffer.from(bytes, "latin1").toString("utf8")),
      ["knöpfle", "haus/küche/温度/status", "offline", "größe", "ß"],
    );
    assert.ok(fields.every(isUtf8));
  });

  it("of a board always has a client identifier, and the same after each reconnect [MQTT-3.1.3-2] [MQTT-3.1.3-7]", () => {
    const board = exampleBoard({ broker: { urls: ["mqtt://b"], cleanSession: false } });
    assert.equal(dissect(boardConnectPacket(board)).fields[0], "example");
    const owner = new Owner({ options: { connectPacket: () => boardConnectPacket(board), cleanSession: false } });
    const connects = [owner.connect().sent[0], owner.close().connect(true).sent[0]];
    assert.equal(connects[0], connects[1]);
    assert.ok(connects[0]!.includes(field("example")));
  });

  it("of a board file with an empty client identifier is never made [MQTT-3.1.3-7]", () => {
    const root = mkdtempSync(join(tmpdir(), "board-"));
    try {
      mkdirSync(join(root, "boards"));
      const board = exampleBoard({ broker: { urls: ["mqtt://b"], clientId: "", cleanSession: false } });
      writeFileSync(join(root, "boards", "example.json"), JSON.stringify(board));
      assert.throws(
        () => loadBoard("example", { root, environment: {} }),
        /example\.json:1:\d+: error: expected text that is not empty/,
      );
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
