import assert from "node:assert/strict";
import { Lamp } from "../simulator/devices/light";
import { badgeOf, CHALLENGE, signedAnswer, signedCommand, signedInForm1 } from "../vectors/signed-commands";
import { boardFile } from "./board-file";
import { describeOnEngines, hasOwnTraffic } from "./engines";
import { SimulatedNode } from "./simulated-node";

const KEY = "0123456789abcdef0123456789abcdef";
const GATE = "home/duo/gate/set";
const HALL = "home/duo/hall/set";
const ON = '{"state":"ON"}';
const OFF = '{"state":"OFF"}';

const DUO = boardFile("duo", {
  topics: { base: "home/duo" },
  commands: { signingKey: KEY },
  capacities: { receiveBytes: 1024 },
  actuators: [
    { id: "hall", type: "light", pin: "D33" },
    { id: "gate", type: "light", pin: "D32" },
  ],
});

/** Whoever can publish and listen on the broker, and has no key. Each attack is one that somebody tried. */
describeOnEngines("who has no key", function () {
  this.timeout(120_000);
  let node: SimulatedNode;

  beforeEach(async () => {
    node = await SimulatedNode.online(DUO);
    await node.board.run(2_000);
  });
  afterEach(async () => {
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });

  const nonce = (): string => node.payloads("nonce").at(-1) ?? "";
  const gate = (): number => node.device(Lamp, "gate").duty;
  const answers = (): string[] => node.payloads("answer");
  /** Nothing moved, and the owner is still obeyed. */
  const held = async (): Promise<void> => {
    assert.equal(gate(), 0);
    const command = '{"state":"ON","brightness":9}';
    const ours = nonce();
    await node.command("gate", signedCommand(KEY, GATE, ours, command));
    assert.ok(gate() > 0);
    assert.equal(answers().at(-1), signedAnswer(KEY, GATE, ours, command, 'obeyed {"state":"ON","brightness":9}'));
  };

  it("cannot have an owner sign one light's command who gives another's, though he signed whatever stands for a nonce", async () => {
    const genuine = nonce();
    // The owner of form 1, who signed this nonce, its topic and his command as if they were three lines.
    const forNonce = `${genuine}\n${GATE}\n{"state":"ON","q":1`;
    const theirs = signedInForm1(KEY, HALL, forNonce, OFF);
    const mac = theirs.slice(-24);
    const shifted = `{"state":"ON","q":1\n${HALL}\n${OFF}`;
    await node.command("gate", `${shifted} ${genuine} ${mac}`);
    await node.command("gate", `${shifted} ${genuine} ${badgeOf("x".repeat(32), genuine)} ${CHALLENGE} ${mac}`);
    await node.command("gate", `${shifted} ${genuine} ${CHALLENGE} ${CHALLENGE} ${mac}`);
    // The same in what form 2 signs, by an owner who takes anything for a nonce: each place where one part ends is tried for another.
    for (const inner of [
      `${genuine}\n${GATE}\n${ON}`,
      `${genuine} 8:${CHALLENGE} ${GATE.length}:${GATE} ${ON.length}:${ON}`,
      `${genuine} 8:${CHALLENGE} ${GATE.length}:${GATE} ${ON.length}:${ON} `,
      `25:${genuine} 8:${CHALLENGE} ${GATE.length}:${GATE} ${ON.length}:${ON} `,
    ]) {
      const payload = signedCommand(KEY, HALL, inner, OFF);
      const stolen = payload.slice(-24);
      for (const command of [ON, `${ON} `, `{"state":"ON","q":1\n${HALL}\n${OFF}`]) {
        await node.command("gate", `${command} ${genuine} ${badgeOf(KEY, genuine)} ${CHALLENGE} ${stolen}`);
      }
    }
    // An owner of form 1 is led to sign a text of form 2.
    const parts = `25:${genuine} 8:${CHALLENGE} ${GATE.length}:${GATE} `;
    const command = `${ON}\n${HALL}\n${OFF} `;
    const prefix = `mote 2 command ${parts}${command.length}:${ON}`;
    const lured = signedInForm1(KEY, HALL, prefix, `${OFF}  `);
    const pass = `${genuine} ${badgeOf(KEY, genuine)} ${CHALLENGE}`;
    await node.command("gate", `${command} ${pass} ${lured.slice(-24)}`);
    assert.equal(node.diagnostics.refused, 1, "genuine it is, and no command");
    await held();
  });

  it("gets nothing obeyed with a control character in it, signed or not", async () => {
    for (const command of [
      `${ON}\n`,
      `\t${ON}`,
      '{"state":\n"ON"}',
      '{"state":"ON"\x7f}',
      "ON\r",
      "\0ON",
      "\x1b[2JON",
    ]) {
      const ours = nonce();
      await node.command("gate", signedCommand(KEY, GATE, ours, command));
      assert.equal(node.diagnostics.event, "command refused", JSON.stringify(command));
      const outcome = 'refused {"state":"OFF","brightness":255}';
      assert.equal(answers().at(-1), signedAnswer(KEY, GATE, ours, command, outcome));
      await node.command("gate", command);
      assert.equal(node.diagnostics.event, "command unsigned");
    }
    await held();
  });

  it("gets nothing obeyed in the form of before, though its key is right, and the report says that it is another", async () => {
    await node.command("gate", signedInForm1(KEY, GATE, nonce(), ON));
    await node.command("gate", signedInForm1(KEY, GATE, nonce().slice(2), ON));
    assert.deepEqual([node.diagnostics.unsigned, node.diagnostics.forged, node.diagnostics.stale], [2, 0, 0]);
    await held();
  });

  it("cannot send so many forged commands that the node has to work out many of them", async () => {
    const ours = nonce();
    const forged = (badge: string, at: number): string =>
      `${ON} ${ours} ${badge} ${CHALLENGE} ${"A".repeat(20)}${String(at).padStart(4, "0")}`;
    // The badge is not known: none is worked out, and the nonce stays.
    for (let at = 0; at < 300; at++) await node.broker.publish(GATE, forged("AAAAAAAA", at));
    await node.network.settle();
    await node.board.run(2_000);
    assert.deepEqual([node.diagnostics.forged, node.diagnostics.stale], [300, 0]);
    assert.equal(nonce(), ours);
    // It is, from a command of the owner's that got lost: four are worked out, and the nonce is given up.
    for (let at = 0; at < 300; at++) await node.broker.publish(GATE, forged(badgeOf(KEY, ours), at));
    await node.network.settle();
    await node.board.run(2_000);
    assert.deepEqual([node.diagnostics.forged, node.diagnostics.stale], [304, 296]);
    assert.notEqual(nonce(), ours);
    await held();
  });

  it("gets no more than four worked out in a second, whatever gets lost of the owner's; the next one is the owner's again", async () => {
    hasOwnTraffic("the node publishes nonces in between, which the engines hand on at other moments");
    for (let round = 0; round < 2; round++) {
      for (let at = 0; at < 5; at++) {
        const ours = nonce();
        await node.broker.publish(GATE, `${ON} ${ours} ${badgeOf(KEY, ours)} ${CHALLENGE} ${"A".repeat(24)}`);
        await node.network.settle();
        await node.board.run(20);
      }
      // From the fourth on the nonce is another one, whose badge they have seen as well.
      const next = nonce();
      await node.broker.publish(GATE, `${ON} ${next} ${badgeOf(KEY, next)} ${CHALLENGE} ${"B".repeat(24)}`);
      await node.network.settle();
      await node.board.run(2_000);
    }
    assert.deepEqual([node.diagnostics.forged, node.diagnostics.unchecked], [8, 4]);
    await held();
  });

  it("cannot make up an answer, nor use one that was", async () => {
    const ours = nonce();
    await node.command("hall", signedCommand(KEY, HALL, ours, ON));
    const answer = answers().at(-1) ?? "";
    assert.equal(answer, signedAnswer(KEY, HALL, ours, ON, 'obeyed {"state":"ON","brightness":255}'));
    for (const [command, topic, challenge] of [
      [OFF, HALL, CHALLENGE],
      [ON, GATE, CHALLENGE],
      [ON, HALL, "AAAAAAAA"],
    ]) {
      assert.notEqual(
        answer,
        signedAnswer(KEY, topic, ours, command, 'obeyed {"state":"ON","brightness":255}', challenge),
      );
    }
    assert.equal(node.on("answer").at(-1)?.retain, false);
  });

  it("gets no answer: what is not genuine is refused in the report alone", async () => {
    await node.command("gate", ON);
    await node.command("gate", signedCommand("x".repeat(32), GATE, nonce(), ON));
    await node.command("gate", signedCommand(KEY, GATE, "2.0000000000.AAAAAAAAAAAA", ON));
    assert.deepEqual(answers(), []);
    await held();
  });
});

/** What a kind obeys, and what its board says of it. */
type Kind = [type: string, command: string, settings: object];

/** Those that are on one board, in turn: a board is built in seconds, and started in no time. */
const BOARDS: readonly Kind[][] = [
  [
    ["switch", "ON", { pin: "D25" }],
    ["servo", "40", { pin: "D18", minAngle: 0, maxAngle: 180, initialValue: 90 }],
    ["rgb", '{"state":"ON","color":{"r":40}}', { pin: "D13", count: 2 }],
    ["number", "20", { min: 5, max: 30, step: 0.5, initialValue: 10 }],
  ],
  // A servo has another frequency, of which NodeMCU has one on the ESP8266.
  [
    ["pwm", "40", { pin: "D32" }],
    ["light", '{"state":"ON","brightness":40}', { pin: "D33" }],
    ["cover", "OPEN", { openPin: "D25", closePin: "D26", openSeconds: 2 }],
    ["button", "PRESS", { pin: "D27" }],
  ],
];

describeOnEngines("commands with a control character in them, on a board that asks for no signature", function () {
  this.timeout(120_000);

  for (const [kinds, [type, command]] of BOARDS.flatMap((kinds) => kinds.map((kind) => [kinds, kind] as const))) {
    it(`no ${type} obeys`, async () => {
      const actuators = kinds.map(([type, , settings]) => ({ id: type, type, ...settings }));
      const node = await SimulatedNode.online(boardFile("one", { topics: { base: "home/one" }, actuators }));
      await node.board.run(2_000);
      const before = node.payloads(`${type}/state`);
      let tried = 0;
      for (const character of ["\0", "\t", "\n", "\v", "\r", "\x1b", "\x7f", "\x85", " \n"]) {
        for (const at of [0, 1, command.length - 1, command.length]) {
          await node.broker.publish(`home/one/${type}/set`, command.slice(0, at) + character + command.slice(at));
          tried++;
        }
      }
      await node.network.settle();
      await node.board.run(2_000);
      assert.deepEqual(node.payloads(`${type}/state`), before);
      assert.equal(node.diagnostics.refused, tried);
      await node.command(type, command);
      assert.notDeepEqual(node.payloads(`${type}/state`), before, "and it does without");
      await node.close();
    });
  }
});
