import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";
import { boardFile } from "../scenarios/board-file";
import { EmbeddedBroker } from "../simulator/broker/embedded";

const root = resolve(__dirname, "../..");
const PASSWORD = "Pippin-the-Cat-2026";

/** `npm run page`, and what it has said so far. */
class PageCommand {
  printed = "";
  readonly #child: ChildProcess;
  readonly ended: Promise<number | null>;
  #look: () => void = () => undefined;

  constructor(args: string[]) {
    this.#child = spawn(process.execPath, ["-r", "./.config/run-typescript.cjs", "scripts/page.ts", ...args], {
      cwd: root,
      env: { ...process.env, MQTT_PASSWORD: PASSWORD },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (text: Buffer) => {
        this.printed += text.toString();
        this.#look();
      });
    }
    this.ended = new Promise((end) => this.#child.on("close", end));
  }

  /** What it said that is looked for. @throws where it ended before */
  async said(pattern: RegExp): Promise<string> {
    const found = new Promise<string>((resolve) => {
      this.#look = () => {
        const match = pattern.exec(this.printed);
        if (match !== null) resolve(match[1] ?? match[0]);
      };
      this.#look();
    });
    const over = this.ended.then(() => Promise.reject(new Error(`never said ${String(pattern)}: ${this.printed}`)));
    return Promise.race([found, over]);
  }

  /** @returns its exit code */
  end(): Promise<number | null> {
    this.#child.kill("SIGINT");
    return this.ended;
  }
}

describe("npm run page", function () {
  this.timeout(120_000);
  const actuators = [{ id: "pump", type: "switch", pin: "D25" }];
  const login = { username: "gardener", password: "${MQTT_PASSWORD}" };
  let broker: EmbeddedBroker;
  let running: PageCommand | undefined;

  beforeEach(async () => {
    broker = new EmbeddedBroker();
    await broker.start();
  });
  afterEach(async () => {
    await running?.end();
    running = undefined;
    await broker.stop();
  });

  function start(...boards: string[]): PageCommand {
    const named = boards.flatMap((each) => ["--board", each]);
    return new PageCommand([...named, "--broker", `mqtt://127.0.0.1:${broker.port}`]);
  }

  function board(name: string, changes: object = {}): string {
    return boardFile(name, { broker: { urls: ["mqtt://broker.example"], ...login }, actuators, ...changes });
  }

  it("shows several boards at once, and commands them by its own server", async () => {
    running = start(board("shed"), board("barn"));
    const { origin, hash } = new URL(await running.said(/page {5}(http:\S+)/));
    await running.said(/board {4}shed\nboard {4}barn\nCtrl-C ends it/);
    const headers = { "x-desk-token": hash.slice(1), origin };
    const events = await fetch(`${origin}/events`, { headers });
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    const { value = "" } = (await reader?.read()) ?? {};
    for (const name of ["shed", "barn"]) assert.ok(value.includes(`"name":"${name}"`), value);
    assert.ok(!value.includes(PASSWORD) && !value.includes("gardener"));
    const ordered = new Promise<string>((order) => {
      broker.onMessage(({ topic, payload }) => {
        if (topic !== "barn/pump/set") return;
        order(payload);
        void broker.publish("barn/pump/state", payload, { retain: true });
      });
    });
    const action = { desk: 1, action: { do: "command", actuator: "pump", payload: "ON" } };
    const answer = await fetch(`${origin}/action`, { method: "POST", headers, body: JSON.stringify(action) });
    assert.deepEqual([answer.status, await ordered], [200, "ON"]);
    await reader?.cancel();
    assert.equal(await running.end(), 0);
  });

  it("serves the page also where no broker can be joined, and says what to do, without its password", async () => {
    await broker.stop();
    running = start(board("shed"));
    await running.said(/page {5}(http:\S+)/);
    assert.match(
      running.printed,
      /^shed: no broker can be joined from here \(ECONNREFUSED\); "npx mote doctor" looks at each, and --broker mqtt:\/\/… names another/m,
    );
    await broker.start();
    await running.said(/^shed: the broker is there$/m);
    assert.ok(!running.printed.includes(PASSWORD));
  });

  it("says that nobody is there, where the board file stands for many", async () => {
    const sensors = [{ id: "uptime", type: "uptime", periodSeconds: 1 }];
    running = start(board("fleet", { topics: { base: "fleet/{mac}" }, sensors }));
    assert.equal(await running.ended, 1);
    assert.match(
      running.printed,
      /^the broker tells of no fleet by itself: listening for \d s which ones speak \(--mac spares that\)\nno node of fleet is online, and the broker knows none: switch one on, or say with --mac which one is to come\n$/,
    );
  });
});
