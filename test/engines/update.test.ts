import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { loadBoard, simulationEnvironment } from "../../scripts/lib/board/load";
import { buildBoard } from "../../scripts/lib/build/build";
import { utf8 } from "../../scripts/lib/bytes";
import { flashedFiles } from "../../scripts/lib/flash/espruino/flashed-files";
import { SECRETS_FILE } from "../../scripts/lib/program/secrets";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { idOf, offer, part } from "../vectors/updates";
import { espruinoPreload } from "./espruino-preload";
import { espruinoProblem, store } from "./espruino-runner";
import { inFullOr } from "../thorough";

const root = resolve(__dirname, "../..");
const executable = process.env["ESPRUINO"] ?? "";
const TOPIC = "home/door/update";
const NEW_VERSION = "0.1.0+22222222";
/** Trials are of minutes, and so is the time that a node takes after its connection was lost again and again. */
const SPEED = 8;

/** Parts are alike: power and the connection are lost at one in so many. The model loses them at each one in any case. */
const PARTS = inFullOr(1, 8);

/** In the folder of the chip: what power was lost at. While it is there, the chip loses its power at each write once. */
const LOSSES = "losses";

/**
 * Has the chip lose its power at each step of an update in Storage, once: before something is erased, and when half of what is written
 * is there.
 */
const LOSE_POWER = `var loses;(function(){
  var files = require("Storage"), fs = require("fs"), write = files.write, erase = files.erase;
  loses = function(name, step){
    var steps = "";
    if (name.substr(0, 5) != "mote." && name.substr(0, 6) != "update") return false;
    try { steps = fs.readFileSync("${LOSSES}"); } catch (e) {}
    if (steps === "" || steps.indexOf("|" + step + "|") >= 0) return false;
    fs.writeFileSync("${LOSSES}", steps + "|" + step + "|\\n");
    return true;
  };
  files.write = function(name, data, offset, size){
    var at = offset || 0, what = name.substr(-3) == ".ok" ? data : at >> 9;
    if ((name.length > 6 || what % ${PARTS} == 0) && loses(name, name + " " + what)) {
      if (data.length > 1) write.call(files, name, data.substr(0, data.length >> 1), at, size || data.length);
      E.reboot();
    }
    return write.call(files, name, data, offset, size);
  };
  files.erase = function(name){
    if (loses(name, "erase " + name)) E.reboot();
    erase.call(files, name);
  };
})();`;

/** Flash memory at the addresses that it has on the chips, with the pages of the build for Linux. */
const FLASH = `var flash = require("Flash"), flashOff = flash.getFree()[0].addr - 0x320000;
Modules.addCached("Flash", function(){
  exports.getPage = function(at){ return flash.getPage(at + flashOff); };
  exports.read = function(length, at){ return flash.read(length, at + flashOff); };
  exports.write = function(bytes, at){ flash.write(bytes, at + flashOff); };
  exports.erasePage = function(at){
    if (loses("mote.page", "page " + at)) E.reboot();
    flash.erasePage(at + flashOff);
  };
});`;

/** A real Espruino whose Storage outlives it: it is started again where it restarts the chip, which the build for Linux cannot. */
class Chip {
  readonly lines: string[] = [];
  boots = 0;
  #child: ChildProcess | undefined;

  constructor(readonly folder: string) {}

  start(): void {
    this.boots++;
    const child = spawn(executable, [], { cwd: this.folder, stdio: ["pipe", "pipe", "ignore"] });
    this.#child = child;
    createInterface({ input: child.stdout! }).on("line", (line) => {
      this.lines.push(line.replace(/\u001b\[J|[\r\b]/g, "").replace(/^>+/, ""));
    });
    // In the build for Linux the interpreter ends there.
    child.once("exit", () => {
      if (this.#child === child) this.start();
    });
  }

  async cutPower(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  }
}

describe("an update over the air in a real Espruino (needs ESPRUINO)", function () {
  this.timeout(inFullOr(1_800_000, 400_000));
  let folder: string;
  let program: string;
  let key: string;
  let broker: EmbeddedBroker;
  let chip: Chip;

  before(async function () {
    if (espruinoProblem(executable) !== undefined) this.skip();
    folder = mkdtempSync(join(tmpdir(), "mote-update-"));
    const door = JSON.parse(readFileSync(join(root, "boards/door.json"), "utf8")) as object;
    const path = join(folder, "door.json");
    writeFileSync(path, JSON.stringify({ ...door, updates: true }));
    const { board } = loadBoard(path, { environment: simulationEnvironment(root, process.env).environment });
    key = board.commands?.signingKey ?? "";
    const { bundlePath, secrets } = await buildBoard(board, root, join(folder, "dist"));
    program = readFileSync(bundlePath, "latin1");
    broker = new EmbeddedBroker();
    await broker.start();
    const preload = espruinoPreload({ brokerPort: broker.port, speed: SPEED, reportsMemory: false });
    const files = { [SECRETS_FILE]: secrets, ...Object.fromEntries(flashedFiles(program)) };
    store(executable, folder, { ".boot0": utf8(`${preload}delete E.reboot;${LOSE_POWER}${FLASH}`), ...files });
    chip = new Chip(folder);
    chip.start();
  });
  after(async () => {
    await chip?.cutPower();
    await broker?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const payloads = (topic: string): string[] =>
    broker.messages.filter((message) => message.topic === `home/door/${topic}`).map(({ payload }) => payload);
  const state = (): Record<string, unknown> =>
    JSON.parse(payloads("update/state").at(-1) ?? "{}") as Record<string, unknown>;
  const until = async (what: string, holds: () => boolean, limitMs = 120_000): Promise<void> => {
    const endMs = performance.now() + limitMs;
    while (!holds()) {
      const told = `${payloads("update/want").slice(-3).join(", ")} | ${chip.lines.slice(-6).join(" | ")}`;
      if (performance.now() > endMs) throw new Error(`${what} did not come: ${told}`);
      await new Promise((next) => setTimeout(next, 20));
    }
  };

  /** Offers a program and gives the parts that are wanted, until the node says something of it. */
  async function bring(
    next: string,
    counter: number,
    word: string,
    how: { onPart?: (offset: number) => Promise<void>; limitMs?: number; isRetained?: boolean } = {},
  ): Promise<void> {
    let seen = payloads("update/want").length;
    const done = `${word} ${idOf(next)}`;
    const { onPart, limitMs, isRetained: retain } = how;
    await broker.publish(TOPIC, offer(key, { name: "door", counter, program: next, version: NEW_VERSION }), { retain });
    const isDone = (): boolean => {
      const wants = payloads("update/want").slice(seen);
      seen += wants.length;
      const want = wants.filter((each) => each.startsWith(`want ${idOf(next)} `)).at(-1);
      if (want !== undefined) {
        const [, , offset, length] = want.split(" ").map(Number);
        const message = Buffer.from(part(key, next, offset, length), "latin1");
        void (async () => {
          await onPart?.(offset);
          await broker.publish(TOPIC, message);
        })();
      }
      return payloads("update/want").some((each) => each.startsWith(done));
    };
    await until(done, isDone, limitMs);
  }

  it("comes whole through a loss of power, starts on trial, and stays", async () => {
    await until("online", () => payloads("update/state").length > 0);
    const next = program.replaceAll(/(\d+\.\d+\.\d+)\+[0-9a-f]{8}/g, "$1+22222222");
    assert.notEqual(next, program);
    let isCut = false;
    const onPart = async (offset: number): Promise<void> => {
      if (isCut || offset < 4_000) return;
      isCut = true;
      await chip.cutPower();
      chip.start();
      const told = payloads("update/state").length;
      await until("online again", () => payloads("update/state").length > told);
    };
    await bring(next, 7, "confirmed", { onPart });
    assert.ok(isCut);
    assert.ok(payloads("update/want").includes(`trial ${idOf(next)}`));
    assert.equal(state()["installed_version"], NEW_VERSION);
    assert.equal(state()["in_progress"], false);
    await chip.cutPower();
    const told = payloads("update/state").length;
    chip.start();
    await until("online again", () => payloads("update/state").length > told);
    assert.equal(state()["installed_version"], NEW_VERSION);
  });

  it("comes back where the new program throws, and where it runs out of memory", async () => {
    const bad = ["throw new Error('no')", "var a=[];for(;;)a.push([1,2,3,4])"];
    for (const [index, next] of bad.entries()) {
      const boots = chip.boots;
      await bring(next, 8 + index, "came back");
      assert.equal(payloads("update/want").at(-1), `came back ${idOf(next)} failed`);
      assert.equal(chip.boots - boots, 3, "two tries, and the old program");
      assert.equal(state()["installed_version"], NEW_VERSION);
    }
  });

  it("comes whole where the connection is lost again and again, and nothing else that comes is taken for one", async () => {
    const next = program.replaceAll(/(\d+\.\d+\.\d+)\+[0-9a-f]{8}/g, "$1+44444444");
    const boots = chip.boots;
    const offsets = new Set<number>();
    const say = (message: string): Promise<void> => broker.publish(TOPIC, Buffer.from(message, "latin1"));
    const onPart = async (offset: number): Promise<void> => {
      const good = part(key, next, offset, 64);
      // Another key's, another place's, cut short, another program's, and what had come before.
      await say(part("f".repeat(32), next, offset, 64));
      await say(part(key, next, offset + 64, 64));
      await say(good.slice(0, -1));
      await say(part(key, program, offset, 64));
      await say(part(key, next, Math.max(0, offset - 64), 64));
      if (offsets.has(offset)) return;
      offsets.add(offset);
      // A node takes its time to come back, and ever more of it.
      if (offsets.size % PARTS !== 0) return;
      const told = payloads("update/state").length;
      await broker.restart(true);
      await until("online again", () => payloads("update/state").length > told);
    };
    await bring(next, 12, "confirmed", { onPart, limitMs: inFullOr(1_700_000, 380_000) });
    assert.equal(chip.boots - boots, 1, "it started once, as the new program");
    assert.ok(offsets.size > next.length / 512, `${offsets.size} parts`);
    assert.equal(state()["in_progress"], false);
  });

  it("comes whole where power is lost at each write to Storage", async () => {
    const losses = join(folder, LOSSES);
    const next = program.replaceAll(/(\d+\.\d+\.\d+)\+[0-9a-f]{8}/g, "$1+33333333");
    writeFileSync(losses, "|");
    await bring(next, 20, "confirmed", { limitMs: inFullOr(1_700_000, 360_000), isRetained: true });
    const steps = readFileSync(losses, "latin1").split("\n").slice(0, -1);
    rmSync(losses);
    assert.ok(steps.filter((step) => step.includes("|page ")).length > 4, steps.join());
    for (const file of ["ok", "by"])
      assert.ok(
        steps.some((step) => step.includes(`.${file} `)),
        steps.join(),
      );
    assert.ok(steps.length > 12, steps.join());
    assert.equal(state()["in_progress"], false);
  });
});
