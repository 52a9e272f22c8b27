import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { connectAsync, type MqttClient } from "mqtt";
import { buildBoard } from "../../scripts/lib/build/build";
import type { Board } from "../../scripts/lib/board/config";
import { loadBoard } from "../../scripts/lib/board/load";
import { giveCommand } from "../../scripts/lib/broker/give-command";
import { joinBroker } from "../../scripts/lib/broker/join";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { isMosquittoInstalled, MosquittoBroker } from "../simulator/broker/mosquitto";
import { badgeOf, CHALLENGE, signedCommand, signedInForm1 } from "../vectors/signed-commands";
import { runEspruino, type EspruinoProcess } from "./espruino-runner";

const executable = process.env["ESPRUINO"] ?? "";
const KEY = "0123456789abcdef0123456789abcdef";
const [GATE, HALL] = ["home/duo/gate/set", "home/duo/hall/set"];
const [GATE_PIN, HALL_PIN, STRIP_PIN] = [32, 33, 13];
const ON = '{"state":"ON"}';
const OFF = '{"state":"OFF"}';
const SECOND = 1_000;

/** Has the interpreter tell of each SHA-256 that it works out. */
const TELLS_SHA256 = `(function(){
  var crypto = require("crypto"), sha256 = crypto.SHA256;
  crypto.SHA256 = function(bytes){ print("@sha256"); return sha256(bytes); };
})();
`;

/** What public reports of attacks are about, against the interpreter itself; test/scenarios/attacks.test.ts has the rest. */
describe("who has no key, against a real Espruino (needs ESPRUINO)", function () {
  this.timeout(200 * SECOND);
  let folder: string;
  let board: Board;
  let bundle: string;
  let secrets: string;
  let broker: EmbeddedBroker | MosquittoBroker;
  let espruino: EspruinoProcess;
  let attacker: MqttClient;

  before(async function () {
    if (executable === "") this.skip();
    folder = mkdtempSync(join(tmpdir(), "mote-attacks-"));
    const path = join(folder, "duo.json");
    const duo = {
      name: "duo",
      engine: "espruino",
      chip: "esp32",
      wifi: { ssid: "my-wifi", password: "change-me" },
      topics: { base: "home/duo" },
      broker: { urls: ["mqtt://broker.example"], keepAliveSeconds: 15 },
      commands: { signingKey: KEY },
      actuators: [
        { id: "hall", type: "light", pin: `D${HALL_PIN}`, gamma: 1 },
        { id: "gate", type: "light", pin: `D${GATE_PIN}`, gamma: 1 },
        { id: "strip", type: "rgb", pin: `D${STRIP_PIN}`, count: 2, gamma: 1, order: "RGB" },
      ],
    };
    writeFileSync(path, JSON.stringify(duo));
    ({ board } = loadBoard(path, { environment: {} }));
    const built = await buildBoard(board, resolve(__dirname, "../.."), folder);
    bundle = readFileSync(built.bundlePath, "latin1");
    secrets = built.secrets;
  });
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    broker = isMosquittoInstalled() ? new MosquittoBroker() : new EmbeddedBroker();
    await broker.start();
    latest.clear();
    broker.onMessage(({ topic, payload }) => latest.set(topic, payload));
    espruino = runEspruino({ executable, bundle, secrets, brokerPort: broker.port, wiring: TELLS_SHA256 });
    attacker = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
    await espruino.waitFor("a nonce", () => nonce() !== "", 30 * SECOND);
  });
  afterEach(async () => {
    stop();
    await attacker.endAsync(true);
    await espruino.stop();
    await broker.stop();
  });

  /** The last message on each topic: a flood is too long to be looked through again and again. */
  const latest = new Map<string, string>();
  const last = (topic: string): string => latest.get(`home/duo/${topic}`) ?? "";
  const nonce = (): string => last("nonce");
  const report = (): Record<string, number | string | undefined> =>
    JSON.parse([last("diagnostics")].find((text) => text !== "") ?? "{}") as Record<
      string,
      number | string | undefined
    >;
  const writes = (pin: number): number => espruino.lines.filter((line) => line.startsWith(`@pin ${pin} `)).length;
  const count = (): number =>
    ["unsigned", "stale", "forged", "unchecked", "refused"].reduce((sum, key) => sum + Number(report()[key] ?? 0), 0);
  const hashed = (): number => espruino.lines.filter((line) => line === "@sha256").length;
  const published = (topic: string): number =>
    broker.messages.filter((message) => message.topic === `home/duo/${topic}`).length;
  /** What firmware/README.md says of floods is measured here. */
  const tell = (measured: string): void => console.log(`      ${measured}`);
  /** As `npm run command` does it, each time with a connection of its own. */
  const give = async (id: string, command: string): Promise<string> => {
    const owner = await joinBroker(board, `mqtt://127.0.0.1:${broker.port}`);
    try {
      return await giveCommand(owner, board, id, command, 30 * SECOND);
    } finally {
      await owner.endAsync(true);
    }
  };
  const pause = (ms: number): Promise<void> => new Promise((next) => setTimeout(next, ms));

  it("moves no pin by what an owner signed for another, whatever is made of it", async () => {
    const before = writes(GATE_PIN);
    let tried = 0;
    const send = async (payload: string): Promise<void> => {
      await attacker.publishAsync(GATE, payload);
      tried++;
      await espruino.waitFor("a refusal", () => count() === tried);
      // So that none is refused unseen, for being one too many in its second.
      await pause(300);
    };
    const shifted = `{"state":"ON","q":1\n${HALL}\n${OFF}`;
    const mac = signedInForm1(KEY, HALL, `${nonce()}\n${GATE}\n{"state":"ON","q":1`, OFF).slice(-24);
    await send(`${shifted} ${nonce()} ${mac}`);
    await send(`${shifted} ${nonce()} ${badgeOf(KEY, nonce())} ${CHALLENGE} ${mac}`);
    for (const inner of [
      `${nonce()}\n${GATE}\n${ON}`,
      `${nonce()} 8:${CHALLENGE} ${GATE.length}:${GATE} ${ON.length}:${ON} `,
    ]) {
      const stolen = signedCommand(KEY, HALL, inner, OFF).slice(-24);
      await send(`${ON} ${nonce()} ${badgeOf(KEY, nonce())} ${CHALLENGE} ${stolen}`);
    }
    // Signed for this very light, and no command all the same.
    for (const command of [
      `${ON}\n`,
      shifted,
      `${ON}\x1b[2J`,
      '{"state":"ON","q":1}',
      `${ON}${OFF}`,
      '{"state":"ON","state":"OFF"}',
      '{"x":{"state":"ON"}}',
      '{"state":"ON","brightness":7 }x}',
      '{"state":"ON","brightness":0x7}',
    ]) {
      const ours = nonce();
      await send(signedCommand(KEY, GATE, ours, command));
      assert.equal(report()["event"], "command refused", command);
      await espruino.waitFor("the next nonce", () => nonce() !== ours);
    }
    assert.equal(writes(GATE_PIN), before);
    assert.deepEqual(JSON.parse(await give("gate", '{"state":"ON","brightness":51}')), {
      state: "ON",
      brightness: 51,
    });
    assert.equal(espruino.pins.get(GATE_PIN), 0.2);
    assert.equal(report()["errors"], 0);
  });

  it("gets no colour out of what is more than a colour", async () => {
    const strip = (): string | undefined =>
      espruino.lines.filter((line) => line.startsWith(`@pin ${STRIP_PIN} `)).at(-1);
    await give("strip", '{"state":"ON","color":{"r":1,"g":2,"b":3}}');
    assert.equal(strip(), `@pin ${STRIP_PIN} 2×1,2,3`);
    for (const color of [
      '{"r":9,"x":1}',
      '{"r":9}}',
      '{"r":9},"r":1',
      '{"r":9,"r":1}',
      "{}",
      '{"r":9,"state":"ON"}',
      '{"r":"9"}',
      "9",
    ]) {
      await assert.rejects(
        give("strip", `{"state":"ON","color":${color}}`),
        /^UserError: strip: command refused$/,
        color,
      );
    }
    assert.equal(strip(), `@pin ${STRIP_PIN} 2×1,2,3`);
    await give("strip", '{ "color" : { "b" : 200 } , "state" : "ON" }');
    assert.equal(strip(), `@pin ${STRIP_PIN} 2×1,2,200`);
  });

  let flooding: NodeJS.Timeout | undefined;
  let sent = 0;
  let floodedMs = 0;
  /**
   * Sends forged commands.
   * @param due How many in all after so many seconds. A machine that is busy reads fewer: what counts is how many it has read by then,
   * `count()`, and not how long that took.
   */
  function flood(payload: () => string, due: (seconds: number) => number): void {
    floodedMs = performance.now();
    sent = 0;
    flooding = setInterval(() => {
      const most = due((performance.now() - floodedMs) / SECOND);
      for (; sent < most; sent++) attacker.publish(GATE, payload());
    }, 5);
  }
  function stop(): void {
    clearInterval(flooding);
  }
  /** With the public nonce, and each another one. */
  let serial = 0;
  const forged = (badge: string): string =>
    `${ON} ${nonce()} ${badge} ${CHALLENGE} ${"A".repeat(18)}${String(serial++).padStart(6, "0")}`;

  it("shuts no owner out with 360 forged commands a second: an order is answered before five seconds' worth of them more", async () => {
    const RATE = 360;
    const [hashes, nonces] = [hashed(), published("nonce")];
    flood(
      () => forged("AAAAAAAA"),
      (seconds) => Math.min(RATE * seconds, count() + 2 * RATE),
    );
    const waits: string[] = [];
    for (let order = 0; order < 3; order++) {
      const before = count();
      await espruino.waitFor("more of the flood", () => count() > before + 2 * RATE, 60 * SECOND);
      const from = broker.messages.length;
      const startedMs = performance.now();
      assert.match(await give("hall", order % 2 === 0 ? "ON" : "OFF"), /^\{"state":"O/);
      waits.push(((performance.now() - startedMs) / SECOND).toFixed(1));
      const topics = broker.messages.slice(from).map(({ topic }) => topic);
      const meanwhile = topics.slice(topics.indexOf(HALL), topics.indexOf("home/duo/answer"));
      const forgedMeanwhile = meanwhile.filter((topic) => topic === GATE).length;
      assert.ok(forgedMeanwhile < 5 * RATE, `${forgedMeanwhile} forged commands went before the answer`);
    }
    stop();
    tell(
      `${(sent / ((performance.now() - floodedMs) / SECOND)).toFixed(0)} a second: orders answered after ${waits.join(", ")} s`,
    );
    assert.ok(count() > 6 * RATE);
    assert.equal(writes(GATE_PIN), 1);
    assert.deepEqual([report()["connects"], report()["errors"]], [1, 0]);
    // An order takes two HMACs and a nonce two, of two hashes each; the last ones may not have been told yet. A forged command takes none.
    const least = 4 * (3 + published("nonce") - nonces);
    assert.ok(Math.abs(hashed() - hashes - least) <= 8, `${hashed() - hashes} hashes, and not ${least}`);
  });

  it("works out few of them though their badge is right, since it was seen: the nonce is given up, and the owner's is another", async () => {
    const ours = nonce();
    const badge = badgeOf(KEY, ours);
    flood(
      () => `${ON} ${ours} ${badge} ${CHALLENGE} ${"A".repeat(24)}`,
      (seconds) => Math.min(360 * seconds, count() + 720),
    );
    await espruino.waitFor("another nonce", () => nonce() !== ours);
    await give("hall", "ON");
    await espruino.waitFor("a report", () => Number(report()["stale"]) > 100);
    stop();
    assert.equal(report()["forged"], 4);
  });

  it("costs no connection with more than it can read, and the owner is obeyed when it is over", async () => {
    const KEEP_ALIVES = 2 * 15 * SECOND;
    // 1,700 a second, and twice as many as it has read where that is more. What is under way is to be read in the end.
    flood(
      () => forged("AAAAAAAA"),
      (seconds) => Math.min(Math.max(1_700 * seconds, 2 * count()), count() + 6_000),
    );
    await espruino.waitFor(
      "two keep-alives, and much that was read",
      () => performance.now() - floodedMs > KEEP_ALIVES && count() > 5_000,
      120 * SECOND,
    );
    stop();
    const seconds = (performance.now() - floodedMs) / SECOND;
    tell(`${(sent / seconds).toFixed(0)} a second: ${(count() / seconds).toFixed(0)} of them read`);
    // What is still on its way is read first, and as long as there is more of it the owner tries again.
    let state = "";
    for (let before = -1; state === "" && count() > before;) {
      before = count();
      state = await give("hall", "ON").catch(() => "");
    }
    assert.match(state, /"ON"/);
    assert.deepEqual([report()["connects"], report()["lost"], report()["errors"]], [1, undefined, 0]);
    assert.equal(writes(GATE_PIN), 1);
  });
});
