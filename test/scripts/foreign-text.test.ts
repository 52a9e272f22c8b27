import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { loadBoard } from "../../scripts/lib/board/load";
import { runCommand } from "../../scripts/lib/cli/command-line";
import { readRuntimeFile } from "../../scripts/lib/flash/interpreter/image-file";
import { choosePort } from "../../scripts/lib/serial/ports";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { boardFile } from "../scenarios/board-file";

const root = resolve(__dirname, "../..");

/** A window title, the clipboard, a cleared screen by C0, C1 and bytes of Latin-1, an override, and a line of its own. */
const HOSTILE = "\x1b]0;x\x07\x1b]52;c;ZXZpbA==\x07\x1b[2J\u009b2J\x7f\u202e\r\nFORGED";
/** The beginning of it, as it may be shown. */
const SHOWN = "\\x1b]0;x\\x07";

/** Holds what was printed to what may be: whatever the terminal is, it obeys none of it, and no line begins with what came in. */
function assertTame(printed: Buffer, what: string, shown = SHOWN): void {
  const text = printed.toString("utf8");
  assert.ok(text.includes(shown), `${what} shows what came in: ${JSON.stringify(text)}`);
  // The monitor's cursor goes back to the start of its line.
  const unseen = /[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u.exec(text.replaceAll("\r\x1b[K", ""));
  assert.equal(unseen, null, `${what}: ${JSON.stringify(text)}`);
  assert.doesNotMatch(text, /^FORGED/m, what);
}

const children: ChildProcess[] = [];

/** Runs a command until it ends, or has said what is waited for. */
async function run(script: string, args: string[], until?: RegExp): Promise<Buffer> {
  const child = spawn(process.execPath, ["-r", "./.config/run-typescript.cjs", `scripts/${script}.ts`, ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes: Buffer) => {
      printed.push(bytes);
      if (until?.test(Buffer.concat(printed).toString()) === true) child.kill("SIGINT");
    });
  }
  await new Promise((ended) => child.on("close", ended));
  return Buffer.concat(printed);
}

/** What a command says on stderr that fails so. */
async function told(action: () => unknown): Promise<Buffer> {
  const { write } = process.stderr;
  const printed: Buffer[] = [];
  process.stderr.write = ((text: string) => printed.push(Buffer.from(text)) > 0) as typeof write;
  try {
    await runCommand(new Command().action(action as () => Promise<void>), []);
  } finally {
    process.stderr.write = write;
    process.exitCode = 0;
  }
  return Buffer.concat(printed);
}

describe("text from somewhere else", function () {
  this.timeout(60_000);
  let broker: EmbeddedBroker;
  let server: Server | undefined;
  let folder: string;

  beforeEach(async () => {
    broker = new EmbeddedBroker();
    await broker.start();
    folder = mkdtempSync(join(tmpdir(), "foreign-"));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    server?.close();
    server = undefined;
    await broker.stop();
    rmSync(folder, { recursive: true });
  });

  const lamp = (): string => boardFile("tame", { actuators: [{ id: "lamp", type: "switch", pin: "D25" }] });
  const url = (): string => `mqtt://127.0.0.1:${broker.port}`;

  /** A serial server, and what a chip behind it answers. */
  async function serial(answer: (socket: Socket, typed: string) => void): Promise<string> {
    const sockets = createServer((socket) => {
      socket.on("error", () => {});
      socket.on("data", (typed) => answer(socket, typed.toString("latin1")));
      answer(socket, "");
    });
    server = sockets;
    await new Promise<void>((ready) => sockets.listen(0, "127.0.0.1", ready));
    return `tcp://127.0.0.1:${(sockets.address() as AddressInfo).port}`;
  }

  it("is tame in what npm start shows: topics and payloads of anybody", async () => {
    const timer = setInterval(() => void broker.publish(`tame/${HOSTILE}`, HOSTILE), 500);
    const printed = await run(
      "simulate",
      ["--board", lamp(), "--broker", url(), "--for", "20"],
      /FORGED.*FORGED/s,
    ).finally(() => clearInterval(timer));
    assertTame(printed, "npm start");
  });

  it("is tame in what npm run command shows: a state", async () => {
    broker.onMessage(({ topic }) => {
      if (topic === "tame/lamp/set") void broker.publish("tame/lamp/state", HOSTILE);
    });
    assertTame(await run("command", ["--board", lamp(), "--broker", url(), "lamp", "ON"]), "a state");
  });

  it("is nothing that npm run command shows of a report, of which it tells the firmware's own words", async () => {
    broker.onMessage(({ topic }) => {
      const report = JSON.stringify({ event: `command refused${HOSTILE}`, id: "lamp" });
      if (topic === "tame/lamp/set") void broker.publish("tame/diagnostics", report);
    });
    const printed = await run("command", ["--board", lamp(), "--broker", url(), "--for", "1", "lamp", "ON"]);
    assertTame(printed, "a report", "tame did not answer within 1 s");
    assert.doesNotMatch(printed.toString(), /refused|FORGED/);
  });

  it("is tame in what npm run clean-mqtt shows: retained topics", async () => {
    await broker.publish(`tame/${HOSTILE}`, "1", { retain: true });
    assertTame(await run("clean-mqtt", ["--board", lamp(), "--broker", url(), "--dry-run"]), "npm run clean-mqtt");
  });

  it("is tame in what npm run monitor shows, and in its log: whatever a chip sends", async () => {
    const port = await serial((socket, typed) => {
      if (typed === "") socket.write(`${HOSTILE} \x9b2J\xc2\x9b${SHOWN}\nUncaught Error: ${HOSTILE}\nthe end\n`);
    });
    const logFile = join(folder, "node.log");
    const printed = await run("monitor", ["--board", lamp(), "--port", port, "--log", logFile], /the end/);
    assertTame(printed, "npm run monitor");
    assertTame(readFileSync(logFile), "its log");
  });

  it("is tame in what npm run flash shows: a chip's names and its exceptions", async () => {
    const named = JSON.stringify([`2v29${HOSTILE}`, HOSTILE, 1]).replaceAll("\\u009b", "\x9b");
    let questions = 0;
    const port = await serial((socket, typed) => {
      for (const [, question] of typed.matchAll(/print\("\\x01(\d+):/g)) {
        const answer = questions++ === 0 ? `:${named}` : questions === 2 ? ":null" : `!${HOSTILE}`;
        socket.write(Buffer.from(`\x01${question}${answer}\x02`, "latin1"));
      }
    });
    const printed = await run("flash", ["--board", lamp(), "--port", port, "--broker", url()]);
    assertTame(printed, "npm run flash");
    assert.match(printed.toString(), /Espruino 2v29\\x1b.* on .*bytes of Storage free/);
    assert.match(printed.toString(), /Espruino says: \\x1b/);
  });

  it("is tame in errors: names in an image, in a board file, and of what is plugged in", async () => {
    const release = join(folder, "release");
    mkdirSync(release);
    writeFileSync(join(release, HOSTILE.replaceAll("/", "")), "");
    assertTame(await told(() => readRuntimeFile(release, "esp32")), "an image");
    const board = boardFile("x", { [HOSTILE]: 1, sensors: [{ id: "s", type: `\u202e${SHOWN}`, periodSeconds: 1 }] });
    assertTame(await told(() => loadBoard(board, { environment: {} })), "a board file", "\\u001b]0;x");
    const ports = async (): Promise<
      { path: string; vendorId: string; manufacturer: string; serialNumber: string }[]
    > => [
      { path: "/dev/ttyUSB0", vendorId: "10c4", manufacturer: HOSTILE, serialNumber: HOSTILE },
      { path: "/dev/ttyUSB1", vendorId: "10c4", manufacturer: HOSTILE, serialNumber: HOSTILE },
    ];
    assertTame(await told(() => choosePort(undefined, ports, undefined)), "serial ports");
  });

  it("is tame in a stack trace of ours", async () => {
    assertTame(await told(() => Promise.reject(new TypeError(HOSTILE))), "a stack trace");
    assertTame(await told(() => Promise.reject(HOSTILE)), "what is thrown");
  });
});
