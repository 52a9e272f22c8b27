import assert from "node:assert/strict";
import { createSocket, type Socket } from "node:dgram";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard } from "../../scripts/lib/build/build";
import { loadBoard, simulationEnvironment } from "../../scripts/lib/board/load";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { TimeServer } from "../simulator/network/time-server";
import { runEspruino, type EspruinoProcess } from "./espruino-runner";

const root = resolve(__dirname, "../..");
const executable = process.env["ESPRUINO"] ?? "";

const BOARD = {
  name: "meadow",
  engine: "espruino",
  chip: "esp32",
  wifi: { ssid: "home", password: "correct horse" },
  broker: { urls: ["mqtt://192.168.1.10"] },
  time: { server: "192.168.1.1" },
  sleep: { everySeconds: 600, awakeSeconds: 10, listenSeconds: 1 },
  sensors: [{ id: "soil", type: "analog", pin: "D34", scale: 100, unit: "%", decimals: 1 }],
};
const START = 1_801_627_506;

/** What Espruino for Linux lacks of deep sleep: it says how long it would sleep, and the test starts it again with a clock that has gone on. */
function chip(clockSeconds: number, cause: 0 | 4): string {
  return `(function(){
  var from = getTime() - ${clockSeconds}, real = getTime, slept = false;
  global.getTime = function(){ return real() - from; };
  global.ESP32 = { getWakeupCause: function(){ return ${cause}; }, deepSleep: function(us){
    if (slept) return; slept = true;
    var s = require("Storage"); [0, 1].forEach(function(i){ var file = s.read("mote.j" + i); if (file !== undefined) for (var at = 0; at < file.length; at += 256) print("@journal " + i + " " + at + " " + btoa(file.substr(at, 256))); });
    var lost = s.read("lost"); if (lost !== undefined) print("@lost " + lost);
    print("@slept " + us);
  } };
})();`;
}

interface Built {
  bundle: string;
  secrets: string;
}

describe("a sleeper's bundle in a real Espruino (needs ESPRUINO)", function () {
  this.timeout(180_000);
  let folder: string;
  /** With the time, and so with a journal, and without. */
  let clocked: Built;
  let timeless: Built;
  let espruino: EspruinoProcess;
  let broker: EmbeddedBroker;
  let clock: Socket;

  before(async function () {
    if (executable === "") this.skip();
    folder = mkdtempSync(join(tmpdir(), "mote-sleep-"));
    clocked = await built(BOARD);
    timeless = await built({ ...BOARD, time: undefined });
    broker = new EmbeddedBroker(0);
    clock = createSocket("udp4");
    const server = new TimeServer(START);
    clock.on("message", (question, from) => {
      const answer = server.answer(question.toString("latin1"), 0) ?? "";
      clock.send(Buffer.from(answer, "latin1"), from.port, from.address);
    });
    clock.bind(0, "127.0.0.1");
    await once(clock, "listening");
  });
  after(async () => {
    if (folder === undefined) return;
    clock.close();
    await broker.stop();
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => espruino?.stop());

  async function built(board: object): Promise<Built> {
    writeFileSync(join(folder, "meadow.json"), JSON.stringify(board));
    const { environment } = simulationEnvironment(root, process.env);
    const loaded = loadBoard(join(folder, "meadow.json"), { environment });
    const { bundlePath, secrets } = await buildBoard(loaded.board, root, folder);
    return { bundle: readFileSync(bundlePath, "latin1"), secrets };
  }

  /** One wake; @returns the files of its journal, and for how many microseconds it sleeps */
  async function wake(
    clockSeconds: number,
    cause: 0 | 4,
    files: Record<string, string>,
    program: Built = clocked,
  ): Promise<{ files: Record<string, string>; us: number }> {
    espruino = runEspruino({
      executable,
      ...program,
      files,
      brokerPort: broker.port,
      timePort: clock.address().port,
      analog: { 34: 0.5 },
      wiring: chip(clockSeconds, cause),
    });
    await espruino.waitForLine(/^@slept /, 60_000);
    const left: Record<string, string> = {};
    for (const line of espruino.lines) {
      const [, index, , bytes] = /^@journal (\d) (\d+) (.*)$/.exec(line) ?? [];
      if (index === undefined) continue;
      left[`mote.j${index}`] = (left[`mote.j${index}`] ?? "") + Buffer.from(bytes ?? "", "base64").toString("latin1");
    }
    const [, lost] = /^@lost (.*)$/m.exec(espruino.lines.join("\n")) ?? [];
    if (lost !== undefined) left["lost"] = lost;
    const us = Number(/^@slept (.*)$/m.exec(espruino.lines.join("\n"))?.[1]);
    await espruino.stop();
    return { files: left, us };
  }

  it("publishes, sleeps for the right time, and tells at its third wake what it could not at its second", async () => {
    await broker.start();
    const first = await wake(5, 0, {});
    assert.ok(first.us > 570e6 && first.us < 596e6 && first.us % 1e6 === 0, `${first.us} µs`);
    const payloads = (topic: string): string[] =>
      broker.messages.filter((message) => message.topic === `meadow/${topic}`).map(({ payload }) => payload);
    assert.deepEqual(payloads("status"), ["online", "asleep"]);
    assert.deepEqual(payloads("soil/state"), ["50.0"]);
    assert.equal(payloads("soil/state/history").length, 1);
    await broker.stop();
    const second = await wake(601, 4, first.files);
    assert.ok(second.us > 560e6 && second.us < 600e6, `${second.us} µs`);
    await broker.start();
    await wake(1200, 4, second.files);
    const told = payloads("soil/state/history").map((payload) => JSON.parse(payload) as { time: number });
    assert.equal(told.length, 3);
    assert.ok(Math.abs(told[1].time - (START - 600)) < 5, `${told[1].time}`);
    assert.ok(Math.abs(told[2].time - START) < 5, `${told[2].time}`);
    assert.deepEqual(payloads("status").slice(-2), ["online", "asleep"]);
  });

  it("counts what it could not tell and does not keep, and tells how much it was", async () => {
    await broker.stop();
    const first = await wake(601, 4, { lost: "2" }, timeless);
    assert.equal(first.files["lost"], "3");
    await broker.start();
    const dropped = (): number[] =>
      broker.messages
        .filter(({ topic }) => topic === "meadow/diagnostics")
        .map(({ payload }) => (JSON.parse(payload) as { dropped: number }).dropped);
    const second = await wake(1200, 4, first.files, timeless);
    assert.equal(dropped().at(-1), 3);
    assert.equal(second.files["lost"], "0");
    await wake(1800, 4, second.files, timeless);
    assert.equal(dropped().at(-1), 0);
  });
});
