import assert from "node:assert/strict";
import { resolve } from "node:path";
import type { MqttClient } from "mqtt";
import { giveCommand } from "../../../../scripts/lib/broker/give-command";
import { joinBroker } from "../../../../scripts/lib/broker/join";
import { loadBoard, simulationEnvironment } from "../../../../scripts/lib/board/load";
import { UserError } from "../../../../scripts/lib/user-error";
import { SimulatedNode } from "../../../scenarios/simulated-node";
import { EmbeddedBroker } from "../../../simulator/broker/embedded";
import { signedAnswer } from "../../../vectors/signed-commands";

const root = resolve(__dirname, "../../../..");
const { environment } = simulationEnvironment(root, process.env);
const LOCK = 26;

/** Lets the node live until a promise is settled. */
async function meanwhile<T>(node: SimulatedNode, promise: Promise<T>): Promise<T> {
  let isSettled = false;
  const settled = promise.finally(() => (isSettled = true));
  settled.catch(() => undefined);
  while (!isSettled) {
    await node.board.run(20);
    await new Promise((next) => setTimeout(next, 1));
  }
  return settled;
}

describe("npm run command", function () {
  this.timeout(60_000);
  let node: SimulatedNode;
  let client: MqttClient;

  async function start(name: string): Promise<ReturnType<typeof loadBoard>["board"]> {
    const broker = new EmbeddedBroker();
    node = await SimulatedNode.online(name, { broker });
    const { board } = loadBoard(name, { environment });
    client = await joinBroker(board, `mqtt://127.0.0.1:${broker.port}`);
    return board;
  }

  afterEach(async () => {
    await client?.endAsync(true);
    await node?.close();
  });

  it("signs for a board that asks for it, one command after the other, and tells the state", async () => {
    const board = await start("door");
    assert.equal(await meanwhile(node, giveCommand(client, board, "lock", "ON", 5_000)), "ON");
    assert.equal(node.board.pin(LOCK).level, true);
    assert.equal(await meanwhile(node, giveCommand(client, board, "lock", "OFF", 5_000)), "OFF");
    assert.equal(node.board.pin(LOCK).level, false);
  });

  it("says what the node refuses", async () => {
    const board = await start("door");
    await assert.rejects(
      meanwhile(node, giveCommand(client, board, "lock", "PERHAPS", 5_000)),
      (error) => error instanceof UserError && /^lock: command refused$/.test(error.message),
    );
    assert.equal(node.board.pin(LOCK).level, false);
  });

  it("moves nothing with another key", async () => {
    const board = await start("door");
    const other = { ...board, commands: { signingKey: "another-key-of-at-least-32-characters" } };
    await assert.rejects(meanwhile(node, giveCommand(client, other, "lock", "ON", 1_000)), UserError);
    assert.equal(node.board.pin(LOCK).level, false);
  });

  it("sends no command with control characters, signed or not", async () => {
    const board = await start("door");
    const plain = { ...board, commands: undefined };
    for (const command of ["ON\n", "ON\u0085", "\u001b[2J", "\0", "ON\u2028", ""]) {
      for (const each of [board, plain]) {
        await assert.rejects(giveCommand(client, each, "lock", command, 1_000), /is not sent: no actuator takes one/);
      }
    }
    assert.ok(!node.broker.messages.some(({ topic }) => topic === "home/door/lock/set"));
  });

  it("needs no signature for a board that asks for none", async () => {
    const board = await start("greenhouse");
    assert.equal(await meanwhile(node, giveCommand(client, board, "lamp", "40", 5_000)), "40");
  });

  it("knows the actuators, and says when no node answers", async () => {
    const board = await start("door");
    await assert.rejects(giveCommand(client, board, "lok", "ON", 50), /no actuator "lok" \(did you mean "lock"\?\)/);
    node.board.stop();
    await assert.rejects(giveCommand(client, board, "lock", "ON", 50), /door did not answer|published no nonce/);
  });

  it("says that no broker can be joined, and where to look, without its address", async () => {
    const board = await start("door");
    await assert.rejects(joinBroker(board, "mqtt://127.0.0.1:1"), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /no broker can be joined from here \(ECONNREFUSED\)/);
      assert.ok(!error.message.includes("127.0.0.1"));
      return true;
    });
  });
});

describe("npm run command, where somebody else publishes too", function () {
  this.timeout(20_000);
  let broker: EmbeddedBroker;
  let client: MqttClient;
  const { board } = loadBoard("door", { environment });
  const key = board.commands?.signingKey ?? "";
  const NONCE = "2.0000000042.3kVb9QeXw0Zr";
  const SET = "home/door/lock/set";
  const ORDER = /^(\S+) (\S+) \S{8} (\S{8}) \S{24}$/;

  beforeEach(async () => {
    broker = new EmbeddedBroker();
    await broker.start();
    client = await joinBroker(board, `mqtt://127.0.0.1:${broker.port}`);
  });
  afterEach(async () => {
    await client.endAsync(true);
    await broker.stop();
  });

  const sent = (): string[] => broker.messages.filter(({ topic }) => topic === SET).map(({ payload }) => payload);
  const report = (event: string): Promise<void> =>
    broker.publish("home/door/diagnostics", JSON.stringify({ event, id: "lock" }), { retain: true });
  const give = (command: string, timeoutMs = 700): Promise<string> =>
    giveCommand(client, board, "lock", command, timeoutMs);
  /** Has somebody answer each command that is sent. @param answer is told nonce and challenge */
  const whenSent = (answer: (nonce: string, challenge: string) => Promise<unknown>): void =>
    broker.onMessage(({ topic, payload }) => {
      const [, , nonce, challenge] = ORDER.exec(payload) ?? [];
      if (topic === SET && nonce !== undefined && challenge !== undefined) void answer(nonce, challenge);
    });
  const answers = (payload: string): Promise<void> => broker.publish("home/door/answer", payload);

  it("signs nothing that is no nonce of form 2, and says what it is", async () => {
    for (const [nonce, told] of [
      ["0000000042.3kVb9QeXw0Zr", /door speaks form 1 of signed commands, and this is form 2: flash it anew/],
      ["3.0000000042.3kVb9QeXw0Zr", /door speaks form 3 of signed commands, and this is form 2: take the release/],
      ...[
        `${NONCE}\n${SET}\nON`,
        `${NONCE}\n`,
        ` ${NONCE}`,
        `${NONCE} 8:u7Rk2LmA 18:${SET} 2:ON `,
        NONCE.slice(0, -1),
        `${NONCE}A`,
        "2.000000004x.3kVb9QeXw0Zr",
        "\u001b]0;title\u0007",
        "x".repeat(5_000),
      ].map(
        (each) => [each, /^what is on home\/door\/nonce is no nonce: somebody else than door writes there/] as const,
      ),
    ] as const) {
      await broker.publish("home/door/nonce", nonce, { retain: true });
      await assert.rejects(give("ON", 150), (error) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, told);
        assert.match(error.message, /^[ -~]*$/);
        return true;
      });
    }
    assert.deepEqual(sent(), []);
  });

  it("takes a nonce that comes right behind what is none", async () => {
    await broker.publish("home/door/nonce", "rubbish", { retain: true });
    whenSent((nonce, challenge) => answers(signedAnswer(key, SET, nonce, "ON", "obeyed ON", challenge)));
    const given = give("ON");
    setTimeout(() => void broker.publish("home/door/nonce", NONCE), 100);
    assert.equal(await given, "ON");
  });

  it("believes no state and no answer that is not signed for this very command", async () => {
    await broker.publish("home/door/nonce", NONCE, { retain: true });
    // Recorded when the same command was given with the same nonce: an attacker can put an old nonce there again.
    const recorded = signedAnswer(key, SET, NONCE, "ON", "obeyed ON", "AAAAAAAA");
    whenSent(async (nonce, challenge) => {
      await broker.publish("home/door/lock/state", "ON");
      await answers(recorded);
      await answers(recorded.replace("AAAAAAAA", challenge));
      await answers(signedAnswer("x".repeat(32), SET, nonce, "ON", "obeyed ON", challenge));
      await answers(signedAnswer(key, SET, nonce, "OFF", "obeyed ON", challenge));
      await answers(signedAnswer(key, "home/door/other/set", nonce, "ON", "obeyed ON", challenge));
      await answers(signedAnswer(key, SET, nonce, "ON", "obeyed ON", challenge).replace("obeyed ON", "obeyed OFF"));
      await answers(`${nonce} ${challenge} obeyed ON`);
      await answers("");
    });
    await assert.rejects(
      give("ON"),
      /^UserError: door did not answer within 0.7 s with what its key signs: is it online\? What was sent stays valid for up to two minutes: whoever holds it back can have it obeyed until then, unless another order is answered before$/,
    );
    assert.equal(sent().length, 1);
  });

  it("tells of a signed refusal as of one, and of a report as of what anybody can have sent", async () => {
    await broker.publish("home/door/nonce", NONCE, { retain: true });
    await report("command forged");
    let comes: (nonce: string, challenge: string) => Promise<unknown> = (nonce, challenge) =>
      answers(signedAnswer(key, SET, nonce, "HALF", "refused OFF", challenge));
    whenSent((nonce, challenge) => comes(nonce, challenge));
    await assert.rejects(give("HALF"), /^UserError: lock: command refused$/);
    comes = () => report("command stale");
    await assert.rejects(
      give("ON"),
      /^UserError: door did not answer within 0.7 s with what its key signs: a report says "command stale", which is not signed, and may be of somebody else's command or made up\. What was sent stays valid for up to two minutes/,
    );
    // Somebody is quicker than the node, and lies.
    comes = async (nonce, challenge) => {
      await report("command stale");
      setTimeout(() => void answers(signedAnswer(key, SET, nonce, "ON", "obeyed ON", challenge)), 300);
    };
    assert.equal(await give("ON"), "ON");
    comes = async (nonce, challenge) => {
      for (const rubbish of [
        "null",
        "5",
        "[]",
        '{"id":"lock","event":5}',
        '{"id":"lock","event":"command \u001b[2J"}',
      ]) {
        await broker.publish("home/door/diagnostics", rubbish);
      }
      await answers(signedAnswer(key, SET, nonce, "ON", "obeyed ON", challenge));
    };
    assert.equal(await give("ON"), "ON");
  });

  it("sends a command again that got lost on its way: the very same, so that it is obeyed once", async () => {
    await broker.publish("home/door/nonce", NONCE, { retain: true });
    whenSent((nonce, challenge) =>
      sent().length < 2 ? Promise.resolve() : answers(signedAnswer(key, SET, nonce, "TOGGLE", "obeyed ON", challenge)),
    );
    assert.equal(await give("TOGGLE", 5_000), "ON");
    assert.equal(sent().length, 2);
    assert.equal(sent()[0], sent()[1]);
  });

  it("says that a command stays valid also where the broker has not taken it, as far as it says", async () => {
    await broker.publish("home/door/nonce", NONCE, { retain: true });
    client.publishAsync = () => Promise.reject(new Error("Connection closed"));
    await assert.rejects(
      give("ON"),
      /^UserError: door did not answer within 0.7 s with .*: the broker refuses what this user writes on home\/door\/lock\/set \(Connection closed\): look at this user's rights there\. What was sent stays valid for up to two minutes/,
    );
  });

  it("makes up another challenge for each command", async () => {
    await broker.publish("home/door/nonce", NONCE, { retain: true });
    whenSent((nonce, challenge) => answers(signedAnswer(key, SET, nonce, "ON", "obeyed ON", challenge)));
    for (let i = 0; i < 5; i++) assert.equal(await give("ON"), "ON");
    assert.equal(new Set(sent()).size, 5);
  });
});
