import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard } from "../../../../scripts/lib/build/build";
import { loadBoard } from "../../../../scripts/lib/board/load";
import { programOf } from "../../../../scripts/lib/program/compose";
import { oneLine } from "./one-line";

const root = resolve(__dirname, "../../../..");
const TYPES = join(root, "firmware/app/program/program");
const BOARD = {
  name: "tank",
  engine: "espruino",
  chip: "esp32",
  watchdogSeconds: 60,
  wifi: { ssid: "my-wifi", password: "change-me" },
  broker: { urls: ["mqtt://192.168.1.10"] },
  program: "./tank.ts",
  sensors: [
    { id: "water", type: "analog", pin: "D34", periodSeconds: 5 },
    { id: "air", type: "analog", pin: "D35", periodSeconds: 5 },
  ],
  actuators: [{ id: "heater", type: "switch", pin: "D25" }],
};
const HEAD = `import type * as Has from ${JSON.stringify(TYPES)};
type Tank = Has.BoardProgram<{ water: Has.NumberSensor; air: Has.NumberSensor }, { heater: Has.SwitchActuator }>;
`;

describe("what is made for a board's own program", function () {
  this.timeout(240_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-own-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  function load(body: string): ReturnType<typeof loadBoard>["board"] {
    writeFileSync(join(folder, "tank.json"), JSON.stringify(BOARD));
    writeFileSync(join(folder, "tank.ts"), `${HEAD}export default function tank(${body}\n`);
    return loadBoard(join(folder, "tank.json"), { environment: {} }).board;
  }
  const made = (body: string): string => oneLine(programOf(load(body), "../firmware"));

  it("is what it names, and nothing else", () => {
    const text = made("{ sensors: { water } }: Tank): void { water.onReading(() => {}); }");
    assert.match(text, /onReading\(channel_water, guard, fail\)/);
    assert.doesNotMatch(
      text,
      /onReading\(channel_air|commandOf|stateOf|createTimers|keepNumbers|noteOf|logOf|lastReading/,
    );
    assert.match(text, /sensors: \{ water: \{ onReading: onReading_water \} \}, actuators: \{\}/);
  });

  it("is all of a group that is handed on as a whole, or looked into by a name that is worked out", () => {
    for (const body of [
      '{ sensors }: Tank): void { for (const id of ["water"] as const) sensors[id].onReading(() => {}); }',
      "board: Tank): void { const all = board.sensors; all.water.onReading(() => {}); }",
    ]) {
      const text = made(body);
      for (const each of ["const onReading_air = ", "air: { onReading: onReading_air }"]) {
        assert.ok(text.includes(each), `${each} in ${text}`);
      }
    }
  });

  it("begins when all else has, behind the watchdog that ends a callback which does not end", () => {
    const text = made("{ log }: Tank): void { log(String(1)); }");
    const order = [
      "enableWatchdog(60);",
      "const node = start(",
      "startSensor(channel_air",
      "runGuarded(guard, ownProgram",
    ];
    const places = order.map((each) => text.indexOf(each));
    assert.ok(
      places.every((place) => place >= 0),
      text,
    );
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
    );
  });

  it("does not hang the build where a callback does not end", async () => {
    const board = load("{ every }: Tank): void { every(2, () => { for (;;) {} }); }");
    const { variables, parts } = await buildBoard(board, root, join(folder, "dist"));
    assert.ok((variables?.boot ?? 0) > 400);
    assert.ok(
      parts.some(({ name, bytes }) => name === "tank.ts" && bytes > 10),
      JSON.stringify(parts),
    );
  });

  it("is built anew when its file or a helper's changes", async () => {
    const board = load('{ log }: Tank): void { log("one"); }');
    const first = await buildBoard(board, root, join(folder, "dist"));
    const again = await buildBoard(load('{ log }: Tank): void { log("another"); }'), root, join(folder, "dist"));
    assert.notEqual(first.bytes, again.bytes);
  });
});
