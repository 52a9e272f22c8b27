import assert from "node:assert/strict";
import { commandProblem, formOf, readAnswer, signCommand } from "../../../../scripts/lib/broker/sign-command";
import { Random, seed } from "../../../random";
import { CHALLENGE, signedAnswer, signedCommand } from "../../../vectors/signed-commands";

const KEY = "0123456789abcdef0123456789abcdef";
const NONCE = "2.0000000042.3kVb9QeXw0Zr";

describe("the signature of a command", () => {
  it("is what the firmware's own words say of it, also of topics and commands that are not ASCII", () => {
    for (const [topic, command] of [
      ["home/door/lock/set", "ON"],
      ["haus/tür/schloß/set", '{"state":"ON","brightness":128}'],
      ["a", "2:ON "],
      ["home/😀/set", "größer"],
    ]) {
      const order = { topic, nonce: NONCE, challenge: CHALLENGE, command };
      assert.equal(signCommand(KEY, order), signedCommand(KEY, topic, NONCE, command));
      const answer = signedAnswer(KEY, topic, NONCE, command, 'obeyed {"a b":1}');
      assert.deepEqual(readAnswer(KEY, order, answer), { isObeyed: true, state: '{"a b":1}' });
      assert.deepEqual(readAnswer(KEY, order, signedAnswer(KEY, topic, NONCE, command, "refused OFF")), {
        isObeyed: false,
        state: "OFF",
      });
    }
  });

  it("is given for no other nonce, command or challenge than of the right form", () => {
    const order = { topic: "t", nonce: NONCE, challenge: CHALLENGE, command: "ON" };
    for (const nonce of [
      "",
      "0000000042.3kVb9QeXw0Zr",
      `${NONCE}\n`,
      `${NONCE}\n\nx`,
      `\n${NONCE}`,
      `${NONCE} `,
      NONCE.slice(1),
    ]) {
      assert.throws(() => signCommand(KEY, { ...order, nonce }), /no nonce of form 2 is not signed/, nonce);
    }
    for (const command of ["", "ON\n", "\0", "ON\u0085"]) {
      assert.throws(() => signCommand(KEY, { ...order, command }), /is not signed/, command);
    }
    for (const challenge of ["", "u7Rk2Lm", "u7Rk2LmA\n", "u7Rk 2LmA"]) {
      assert.throws(() => signCommand(KEY, { ...order, challenge }), /challenge/, challenge);
    }
  });

  it(`no two different lists of parts are signed as the same text (seed ${seed()})`, () => {
    const random = new Random(seed());
    const bits = ["1", ":", " ", "2:", "ON", "\n", "é", "8:u7Rk2LmA ", "18:"];
    const text = (): string => Array.from({ length: random.below(4) }, () => random.pick(bits)).join("");
    const macs = new Map<string, string>();
    for (let round = 0; round < 20_000; round++) {
      const parts = [text(), text(), text(), text()] as const;
      const mac = signedCommand(KEY, parts[0], parts[1], parts[2], parts[3]).slice(-24);
      const same = macs.get(mac) ?? JSON.stringify(parts);
      assert.equal(JSON.stringify(parts), same);
      macs.set(mac, same);
    }
    assert.ok(macs.size > 5_000);
  });

  it("an answer with anything changed is none", () => {
    const order = { topic: "t", nonce: NONCE, challenge: CHALLENGE, command: "ON" };
    const answer = signedAnswer(KEY, "t", NONCE, "ON", "obeyed ON");
    assert.ok(readAnswer(KEY, order, answer) !== undefined);
    for (let at = 0; at < answer.length; at++) {
      const other = answer.slice(0, at) + (answer[at] === "A" ? "B" : "A") + answer.slice(at + 1);
      assert.equal(readAnswer(KEY, order, other), undefined, other);
      assert.equal(readAnswer(KEY, order, answer.slice(0, at)), undefined);
    }
    for (const rubbish of ["", " ", "\0", "x".repeat(100_000), `${answer} `, `${answer}\n`]) {
      assert.equal(readAnswer(KEY, order, rubbish), undefined);
    }
  });

  it("tells which form a nonce is of", () => {
    assert.deepEqual([NONCE, "0000000042.3kVb9QeXw0Zr", "3.x", "2.x", "", "x", "3.\n", "0.x", "online"].map(formOf), [
      2,
      1,
      3,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    assert.equal(commandProblem("ON"), undefined);
  });
});
