import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePorts } from "../simulator/broker/daemon";
import { isMosquittoInstalled } from "../simulator/broker/mosquitto";
import { AedesProcess } from "../simulator/fleet/aedes-process";
import type { FleetReport, Phase } from "../simulator/fleet/report";
import { itInFull } from "../thorough";

const root = resolve(__dirname, "../..");
const HOST = "127.0.0.1";
const COUNT = 4;

interface Ended {
  code: number | null;
  text: string;
  told: string;
}

describe("npm run fleet", function () {
  this.timeout(240_000);
  /** Where the command puts its temporary files. */
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "mote-fleet-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Caches of Node.js's packages apart. */
  const leftBehind = (): string[] => readdirSync(folder).filter((name) => name.startsWith("fleet-"));

  /**
   * Runs the command until it and all that hold its output, which its boards' processes do, are gone.
   * @param onTold is given what it has told so far, and may have it interrupted
   */
  async function fleet(
    args: readonly string[],
    onTold?: (told: string, interrupt: () => void) => void,
  ): Promise<Ended> {
    const child = spawn(process.execPath, ["-r", "./.config/run-typescript.cjs", "scripts/fleet.ts", ...args], {
      cwd: root,
      env: { ...process.env, TMPDIR: folder },
    });
    let text = "";
    let told = "";
    child.stdout.on("data", (piece: Buffer) => (text += piece.toString()));
    child.stderr.on("data", (piece: Buffer) => {
      told += piece.toString();
      onTold?.(told, () => child.kill("SIGINT"));
    });
    const code = await new Promise<number | null>((end) => child.on("close", end));
    return { code, text, told };
  }

  itInFull("does what a story says, tells what came of it as JSON, and leaves nothing behind", async () => {
    const story = "test/simulator/fleet/slow-line.txt";
    const args = ["--count", String(COUNT), "--seconds", "46", "--story", story, "--json"];
    const { text, told } = await fleet(args);
    const report = JSON.parse(text) as FleetReport;
    assert.deepEqual(report.faults, ["latency:2000@5", "restart:1@7", "latency:0@30", "wifi:50%@31", "wifi:0%@35"]);
    assert.match(told, /^restart:1@7$/m);
    const phase = (name: string): Phase => report.phases.find((each) => each.name === name) ?? assert.fail(name);
    const restart = phase("restart:1@7");
    assert.deepEqual([restart.away, restart.back], [COUNT, COUNT]);
    // CONNECT, its answer, and what then says "online" take two seconds each, on any machine.
    assert.ok(restart.seconds.p50 >= 6);
    assert.deepEqual([phase("wifi:50%@31").away, phase("wifi:50%@31").back], [COUNT / 2, 0]);
    assert.deepEqual([phase("wifi:0%@35").away, phase("wifi:0%@35").back], [COUNT / 2, COUNT / 2]);
    const [sent, acknowledged] = report.readings;
    assert.deepEqual([sent?.qos, acknowledged?.qos, acknowledged?.missing], [0, 1, 0]);
    assert.deepEqual([sent?.missing, report.told.lostUntold], [sent?.atBreaks, sent?.atBreaks]);
    assert.deepEqual(leftBehind(), []);
  });

  itInFull("runs on a broker that is there, to which nothing is done", async () => {
    const [port = 0] = await freePorts(HOST, 1);
    const broker = new AedesProcess(port);
    await broker.start();
    try {
      const url = `mqtt://${HOST}:${port}`;
      const killed = await fleet(["--broker", url, "--fault", "kill:1@5"]);
      assert.equal(killed.code, 1);
      assert.equal(killed.told, `kill:1@5: broker at ${HOST} was not started here, so nothing is done to it\n`);
      const { code, text, told } = await fleet(["--broker", url, "--count", String(COUNT), "--seconds", "15"]);
      assert.match(text, new RegExp(`^${COUNT} nodes of meter for 15 s on broker at ${HOST}$`, "m"));
      assert.match(text, /^status +retained by broker at 127.0.0.1: 0 wrong, 0 missing; .*: 0 wrong, 0 missing$/m);
      assert.equal(code === 0, !text.includes("THIS RUN IS NOT VALID"));
      assert.match(told, /^running for 15 s$/m);
    } finally {
      await broker.kill();
    }
  });

  itInFull("says what to look for where nobody lets it in", async () => {
    const [port = 0] = await freePorts(HOST, 1);
    const { code, told } = await fleet(["--broker", `mqtt://${HOST}:${port}`, "--count", "1"]);
    assert.equal(code, 1);
    assert.match(told, /lets nobody in who wants to hear what a fleet says \(.*ECONNREFUSED.*\): is it running/);
    assert.deepEqual(leftBehind(), []);
  });

  if (isMosquittoInstalled()) {
    itInFull("interrupted, ends brokers and boards, and removes its files", async () => {
      let port = 0;
      const { code, text } = await fleet(["--count", "2", "--broker", "mosquitto"], (told, interrupt) => {
        if (port > 0 || !told.includes("running for")) return;
        const settings = (readdirSync(folder, { recursive: true }) as string[]).find((name) => name.endsWith(".conf"));
        port = Number(/^listener (\d+)/m.exec(readFileSync(join(folder, settings ?? ""), "utf8"))?.[1]);
        interrupt();
      });
      assert.deepEqual([code, text], [130, ""]);
      assert.deepEqual(leftBehind(), []);
      await assert.rejects(once(connect({ host: HOST, port }), "connect"), /ECONNREFUSED/);
    });
  } else it("interrupted, ends brokers and boards (left out: apt-get install mosquitto)");
});
