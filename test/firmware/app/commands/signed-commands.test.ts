import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { routeCommands } from "../../../../firmware/app/commands/commands";
import { requireSignatures } from "../../../../firmware/app/commands/signed-commands";
import { createNode } from "../../../../firmware/app/node";
import type { Crypto, Engine, Storage } from "../../../../firmware/engine/engine";
import { open } from "../../../../firmware/mqtt/client";
import { BASIC_PACKETS } from "../../../../firmware/mqtt/packets";
import type { Routes } from "../../../../firmware/mqtt/record";
import { createReceiver } from "../../../../firmware/mqtt/receive";
import { SKIP_OVERSIZED } from "../../../../firmware/mqtt/skip";
import { signedAnswer, signedCommand } from "../../../vectors/signed-commands";
import { CONNACK, CONNECT, field, wire } from "../../mqtt/owner";

const KEY = "0123456789abcdef0123456789abcdef";

const crypto: Crypto = {
  sha256: (bytes) => createHash("sha256").update(Buffer.from(bytes, "latin1")).digest().toString("latin1"),
  base64: (bytes) => Buffer.from(bytes, "latin1").toString("base64"),
};

/** A node with an actuator that takes anything for a command, online on a transport that has room or not. */
function onlineNode() {
  const obeyed: string[] = [];
  const sent: string[] = [];
  const transport = { room: 1024 };
  const clock = { nowMs: 0, ticks: [] as (() => void)[] };
  const files = new Map<string, string>();
  const storage: Storage = {
    read: (name) => files.get(name),
    view: (name) => files.get(name),
    write: (name, bytes) => {
      files.set(name, bytes);
      return true;
    },
  };
  const engine = {
    chip: { log: () => {} },
    clock: { nowMs: () => clock.nowMs, every: (_ms: number, run: () => void) => clock.ticks.push(run) },
  } as unknown as Engine;
  const routes: Routes = {};
  const actuator = {
    command: (payload: string) => {
      obeyed.push(payload);
      return true;
    },
    state: () => "SO",
  };
  const node = createNode(
    engine,
    {
      name: "n",
      secret: () => "",
      mqtt: {
        connectPacket: () => CONNECT,
        cleanSession: true,
        subscribePacket: "",
        subscriptions: 0,
        keepAliveSeconds: 60,
        receiveBytes: 512,
        receivedIds: [],
      },
      packets: BASIC_PACKETS,
      oversizedMessages: SKIP_OVERSIZED,
      statusTopic: field("s"),
      watchPacket: "",
      owesReadings: false,
      diagnosticsTopic: field("d"),
      actuators: [{ id: "pump", commandTopic: field("p/set"), stateTopic: field("p"), actuator }],
    },
    { ready: () => {}, message: () => {}, failed: () => assert.fail("the session stands") },
    routes,
  );
  routeCommands(node, routes);
  requireSignatures(node, crypto, storage, { key: KEY, nonceTopic: field("n"), answerTopic: field("a") });
  const receive = createReceiver(node.client);
  open(node.client, { write: (packet) => sent.push(packet), roomBytes: () => transport.room }, 0);
  receive(CONNACK);
  node.diagnostics.connects++;
  const tick = (): void => {
    clock.nowMs += 1_000;
    for (const run of clock.ticks) run();
  };
  tick();
  /** What was sent last on a topic of one letter. */
  const last = (topic: string): string | undefined =>
    sent
      .filter((packet) => packet.slice(2, 5) === `\0\x01${topic}`)
      .at(-1)
      ?.slice(5);
  const command = (text: string): string => {
    const nonce = last("n") ?? "";
    const payload = signedCommand(KEY, "p/set", nonce, text);
    receive(wire({ cmd: "publish", topic: "p/set", payload, qos: 0, dup: false, retain: false }));
    return nonce;
  };
  return { obeyed, transport, last, command, tick, diagnostics: node.diagnostics };
}

describe("signed commands", () => {
  it("reach the actuator as they were signed, and are answered", () => {
    const { command, obeyed, last } = onlineNode();
    for (const text of ["x", "2:ON ", "a b  c", "é"]) {
      const nonce = command(text);
      assert.equal(Buffer.from(obeyed[obeyed.length - 1], "latin1").toString(), text);
      assert.equal(last("a"), signedAnswer(KEY, "p/set", nonce, text, "obeyed SO"));
    }
  });

  it("with a control character reach no actuator, also not one that takes anything, and the refusal is answered", () => {
    const { command, obeyed, last, diagnostics } = onlineNode();
    const characters = ["\0", "\t", "\n", "\r", "\x1b", "\x1f", "\x7f"];
    for (const character of characters) {
      for (const text of [character, `${character}ON`, `O${character}N`, `ON${character}`]) {
        const nonce = command(text);
        assert.equal(last("a"), signedAnswer(KEY, "p/set", nonce, text, "refused SO"));
      }
    }
    assert.deepEqual(obeyed, []);
    assert.equal(diagnostics.refused, 4 * characters.length);
  });

  it("an answer that finds no room is sent as soon as there is some, once", () => {
    const { command, obeyed, last, transport, tick } = onlineNode();
    transport.room = 0;
    const nonce = command("ON");
    assert.deepEqual([obeyed, last("a")], [["ON"], undefined]);
    tick();
    assert.equal(last("a"), undefined);
    transport.room = 1024;
    tick();
    const expected = signedAnswer(KEY, "p/set", nonce, "ON", "obeyed SO");
    assert.equal(last("a"), expected);
  });
});
