import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Board, BoardFile } from "../../scripts/lib/board/config";
import { completeBoard } from "../../scripts/lib/board/defaults";
import { buildBoard, buildProgram } from "../../scripts/lib/build/build";
import { ESPRUINO_ON_ESP32 } from "../../scripts/lib/platforms/engine-files";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { fromStorage, runInEspruino } from "./espruino-run";
import { runEspruino } from "./espruino-runner";

const root = resolve(__dirname, "../..");
const interpreter = process.env["ESPRUINO"];

/** Alarms of which one runs out of memory at first, and what is free before and after 500 of another. */
const ALARMS = `
const alarms = createAlarms(clock, timer);
const exhaust = (): void => {
  const hoard: object[] = [];
  while (attempts < 3) {
    hoard.push({ attempts, hoard });
  }
};
let attempts = 0;
let startedMs = clock.nowMs();
const broken = addAlarm(alarms, () => {
  attempts++;
  exhaust();
  console.log("@broken " + attempts + " " + (clock.nowMs() - startedMs).toFixed(0) + "@");
});
const late = addAlarm(alarms, () => console.log("@late " + (clock.nowMs() - startedMs).toFixed(0) + "@"));
let steps = 0;
const step = addAlarm(alarms, () => {
  steps++;
  if (steps < 600) {
    setAlarm(step, 5);
  }
  if (steps === 300 || steps === 600) {
    console.log("@free " + process.memory(true).free + "@");
  }
});
setAlarm(broken, 100);
setAlarm(late, 1500);
setAlarm(step, 4000);
`;

/** Two relays of an interlock, of which the second goes off by itself; then what is free before and after 500 commands. */
const RELAYS = `
const alarms = createAlarms(clock, timer);
let isPrinting = true;
const pins = {
  write: (pin: number, high: boolean) => {
    if (isPrinting) {
      console.log("@" + pin + (high ? " high@" : " low@"));
    }
  },
};
const motor = createInterlock(alarms, 100);
const relay = (pin: number, maxOnMs: number) =>
  relaySwitch(createRelay(pins, alarms, { pin, activeLow: false, initialValue: false, maxOnMs, minimumOffMs: 0 }, motor));
const up = relay(1, 0);
const down = relay(2, 300);
down.watch!(() => {
  if (isPrinting) {
    console.log("@changed " + down.state() + "@");
    isPrinting = down.state() === "ON";
  }
});
setTimeout(() => up.command("ON"), 200);
setTimeout(() => down.command("ON"), 400);
const round = (): void => {
  for (let i = 0; i < 250; i++) {
    up.command("ON");
    down.command("TOGGLE");
  }
  down.command("OFF");
  setTimeout(() => console.log("@free " + process.memory(true).free + "@"), 500);
};
setTimeout(round, 2000);
setTimeout(round, 4000);
`;

describe("actuators that act by themselves, in a real Espruino (needs ESPRUINO)", function () {
  this.timeout(60_000);
  let folder: string;

  before(function () {
    if (interpreter === undefined) this.skip();
    folder = mkdtempSync(join(tmpdir(), "mote-actuators-"));
  });
  const free = (line: string | undefined): number => Number(line?.split(" ")[1]);
  after(() => folder !== undefined && rmSync(folder, { recursive: true }));

  it("an alarm that runs out of memory is tried again, others are in time, and a step takes up no variable", async () => {
    const { bundlePath } = await buildProgram(
      (firmware) =>
        `import { addAlarm, createAlarms, setAlarm } from "${firmware}/actuators/alarms";\n` +
        `import { clock, timer } from "${firmware}/engine/espruino/clock";\n${ALARMS}`,
      { ...ESPRUINO_ON_ESP32, tokens: true },
      root,
      folder,
    );
    const lines = await runInEspruino(interpreter ?? "", fromStorage(readFileSync(bundlePath, "latin1")), 12_000);
    const [, attempt, ms] = /^broken (\d) (\d+)$/m.exec(lines.join("\n")) ?? [];
    assert.equal(attempt, "3", lines.join());
    assert.ok(Number(ms) >= 2_000 && Number(ms) <= 4_500, `${ms} ms`);
    const late = Number(/^late (\d+)$/m.exec(lines.join("\n"))?.[1]);
    assert.ok(late >= 1_500 && late <= 2_600, `${late} ms`);
    const [before, after] = lines.filter((line) => line.startsWith("free"));
    assert.ok(free(after) >= free(before), lines.join());
  });

  it("relays keep to their limits and their interlock, and switching takes up no variable", async () => {
    const { bundlePath } = await buildProgram(
      (firmware) =>
        `import { createAlarms } from "${firmware}/actuators/alarms";\n` +
        `import { createInterlock } from "${firmware}/actuators/interlock";\n` +
        `import { createRelay } from "${firmware}/actuators/relay";\n` +
        `import { relaySwitch } from "${firmware}/actuators/relay-switch";\n` +
        `import { clock, timer } from "${firmware}/engine/espruino/clock";\n${RELAYS}`,
      { ...ESPRUINO_ON_ESP32, tokens: true },
      root,
      folder,
    );
    const lines = await runInEspruino(interpreter ?? "", fromStorage(readFileSync(bundlePath, "latin1")), 8_000);
    assert.deepEqual(lines.slice(0, 8), [
      "1 low",
      "2 low",
      "1 high",
      "1 low",
      "2 high",
      "changed ON",
      "2 low",
      "changed OFF",
    ]);
    const [before, after] = lines.filter((line) => line.startsWith("free"));
    assert.ok(free(after) >= free(before), lines.join());
  });

  it("a cover goes where it is told to, and tells its position", async () => {
    const broker = new EmbeddedBroker();
    await broker.start();
    const { bundlePath, secrets } = await buildBoard(
      board([{ id: "blind", type: "cover", openPin: "D25", closePin: "D26", openSeconds: 2, overrunSeconds: 0.5 }]),
      root,
      folder,
    );
    const bundle = readFileSync(bundlePath, "latin1");
    const espruino = runEspruino({ executable: interpreter ?? "", bundle, secrets, brokerPort: broker.port });
    const last = (topic: string): string | undefined =>
      broker.messages.filter((each) => each.topic === `board/blind/${topic}`).at(-1)?.payload;
    const told = (state: string, position: string): Promise<void> =>
      espruino.waitFor(`${state} ${position}`, () => last("state") === state && last("position") === position, 10_000);
    try {
      await espruino.waitForLine(/^online/);
      await broker.publish("board/blind/set", "CLOSE");
      await espruino.waitForPin(26, 1);
      await told("closed", "0");
      assert.equal(espruino.pins.get(26), 0);
      await broker.publish("board/blind/set", "OPEN");
      await espruino.waitForPin(25, 1);
      await told("open", "100");
      await broker.publish("board/blind/set", "40");
      await espruino.waitForPin(26, 1);
      await espruino.waitFor("stopped", () => last("state") === "stopped", 10_000);
      await espruino.waitFor("a position", () => Math.abs(Number(last("position")) - 40) <= 10, 5_000);
      assert.ok(!espruino.lines.some((line) => /error|Uncaught/i.test(line)), espruino.lines.join("\n"));
    } finally {
      await espruino.stop();
      await broker.stop();
    }
  });

  it("a thermostat switches its heater by a target that is set from outside", async () => {
    const broker = new EmbeddedBroker();
    await broker.start();
    const { bundlePath, secrets } = await buildBoard(
      board(
        [
          { id: "heater", type: "switch", pin: "D25", maxOnSeconds: 3600 },
          { id: "goal", type: "number", min: 5, max: 30, step: 0.5, initialValue: 10 },
        ],
        {
          sensors: [{ id: "room", type: "analog", pin: "D34", scale: 100, periodSeconds: 1, filters: [{ round: 1 }] }],
          rules: [{ type: "thermostat", sensor: "room", actuator: "heater", target: "goal" }],
        },
      ),
      root,
      folder,
    );
    const bundle = readFileSync(bundlePath, "latin1");
    const analog = { 34: 0.15 };
    const espruino = runEspruino({ executable: interpreter ?? "", bundle, secrets, brokerPort: broker.port, analog });
    const state = (payload: string): Promise<void> =>
      espruino.waitFor(
        `heater ${payload}`,
        () => broker.messages.filter(({ topic }) => topic === "board/heater/state").at(-1)?.payload === payload,
      );
    try {
      await espruino.waitForLine(/^online/);
      await state("OFF");
      await broker.publish("board/goal/set", "20.5");
      await espruino.waitForPin(25, 1);
      await state("ON");
      await broker.publish("board/goal/set", "14.5");
      assert.equal(espruino.pins.get(25), 1, "in between it stays as it is");
      await broker.publish("board/goal/set", "14");
      await espruino.waitForPin(25, 0);
      await state("OFF");
    } finally {
      await espruino.stop();
      await broker.stop();
    }
  });

  it("a pump stops when the broker is gone", async () => {
    const broker = new EmbeddedBroker();
    await broker.start();
    const { bundlePath, secrets } = await buildBoard(
      board([{ id: "pump", type: "switch", pin: "D25", failSafe: { afterSeconds: 3, action: "OFF" } }]),
      root,
      folder,
    );
    const bundle = readFileSync(bundlePath, "latin1");
    const espruino = runEspruino({ executable: interpreter ?? "", bundle, secrets, brokerPort: broker.port });
    try {
      await espruino.waitForLine(/^online/);
      await broker.publish("board/pump/set", "ON");
      await espruino.waitForPin(25, 1);
      const stoppedMs = performance.now();
      await broker.stop();
      await espruino.waitForPin(25, 0);
      const ranMs = performance.now() - stoppedMs;
      assert.ok(ranMs > 1_900 && ranMs < 6_000, `${ranMs} ms`);
    } finally {
      await espruino.stop();
      await broker.stop();
    }
  });
});

function board(actuators: BoardFile["actuators"], more: BoardFile = {}): Board {
  return completeBoard({
    name: "board",
    engine: "espruino",
    chip: "esp32",
    wifi: { ssid: "wifi", password: "password" },
    broker: { urls: ["mqtt://127.0.0.1"] },
    actuators,
    ...more,
  });
}
