import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { check, format, resolveConfig } from "prettier";
import ts from "typescript";
import type { Board, BoardFile } from "../../../../scripts/lib/board/config";
import { completeBoard } from "../../../../scripts/lib/board/defaults";
import { boardNames, loadBoard, simulationEnvironment } from "../../../../scripts/lib/board/load";
import { programTypeName, programTypesPath, programTypesText } from "../../../../scripts/lib/board/program-types";

const root = resolve(__dirname, "../../../..");
const { environment } = simulationEnvironment(root, {});

/** A board with some of everything that ids are made types of. */
const POND = {
  name: "pond",
  engine: "espruino",
  chip: "esp32",
  program: "./pond.ts",
  wifi: { ssid: "home", password: "password" },
  broker: { urls: ["mqtt://broker"] },
  time: { server: "pool.ntp.org" },
  buses: [{ id: "i2c", type: "i2c", clock: "D22", data: "D21" }],
  sensors: [
    { id: "room", type: "bme280", periodSeconds: 10, pressure: false },
    { id: "float-switch", type: "digital", pin: "D27", periodSeconds: 60 },
    { id: "push", type: "digital", pin: "D26", periodSeconds: 60, as: "event" },
    { id: "level", type: "analog", pin: "D34", periodSeconds: 5, unit: "%" },
  ],
  actuators: [
    { id: "pump", type: "switch", pin: "D25" },
    { id: "lamp", type: "pwm", pin: "D33", hz: 1000 },
  ],
} as unknown as BoardFile;

const POND_TYPES = `// Made of pond.json by whatever loads it, such as npm start: what is changed here is lost.

import type {
  BoardProgram,
  ContactSensor,
  NumberSensor,
  PressSensor,
  PwmActuator,
  SwitchActuator,
} from "../firmware/app/program/program";

/** What it measures. */
export interface Sensors {
  /** bme280 */
  room: {
    /** in °C */
    temperature: NumberSensor;
    /** in % */
    humidity: NumberSensor;
  };
  /** digital */
  "float-switch": ContactSensor;
  /** digital */
  push: PressSensor;
  /** analog, in % */
  level: NumberSensor;
}

/** What it drives. */
export interface Actuators {
  pump: SwitchActuator;
  lamp: PwmActuator;
}

/** What the program of pond.json is given. */
export type Pond = BoardProgram<Sensors, Actuators, Record<never, never>, Record<never, never>, "time">;
`;

describe("the types of a board's ids", function () {
  this.timeout(60_000);
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "types-"));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  /** Errors of a program beside the board, as file:line:column: text. */
  function errorsOf(board: Board, program: string): string[] {
    const file = join(folder, "pond.json");
    writeFileSync(programTypesPath(file), programTypesText(board, file));
    writeFileSync(join(folder, "pond.ts"), program);
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(root, "boards/tsconfig.json"), ts.sys.readFile).config,
      ts.sys,
      join(root, "boards"),
    );
    const made = ts.createProgram([join(folder, "pond.ts")], { ...options, rootDir: undefined });
    return ts.getPreEmitDiagnostics(made).map(({ file: source, start = 0, messageText }) => {
      const { line, character } = source?.getLineAndCharacterOfPosition(start) ?? { line: -1, character: -1 };
      return `${line + 1}:${character + 1} ${ts.flattenDiagnosticMessageText(messageText, "\n").split("\n")[0]}`;
    });
  }

  const written = (body: string): string =>
    `import type { Pond } from "./pond.board";\n\n` +
    `export default function pond({ sensors, actuators, at, after }: Pond): void {\n  ${body}\n}\nvoid pond;\n`;

  /** Without names that a body does not use. */
  const errors = (body: string, board = completeBoard(POND)): string[] =>
    errorsOf(board, written(`void [sensors, actuators, after];\n  ${body}`)).filter((each) => !/'at'/.test(each));

  it("are those of its sensors, its actuators, and of time where it has that", () => {
    assert.equal(programTypesText(completeBoard(POND), join(root, "boards/pond.json")), POND_TYPES);
  });

  it("take what there is", () => {
    const body =
      'sensors.room.temperature.onReading((celsius) => { actuators.lamp.command(celsius > 20 ? 50 : "OFF"); });\n' +
      '  sensors["float-switch"].onChange((isOn) => { if (isOn) actuators.pump.command("TOGGLE"); });\n' +
      '  sensors.push.onPress((press) => { if (press === "double") actuators.pump.command("OFF"); });\n' +
      '  if (actuators.pump.state() === "ON") at("22:00", () => { actuators.lamp.command(sensors.level.value()); });';
    assert.deepEqual(errors(body), []);
  });

  for (const [what, body, error] of [
    [
      "a misspelt id",
      'actuators.pumpp.command("ON");',
      /^5:13 Property 'pumpp' does not exist .*Did you mean 'pump'\?$/,
    ],
    ["a level for a switch", "actuators.pump.command(50);", /^5:26 Argument of type '50' is not assignable/],
    ["a word that no switch takes", 'actuators.pump.command("OPEN");', /^5:26 Argument of type '"OPEN"'/],
    ["a reading of a contact", 'sensors["float-switch"].onReading(() => {});', /^5:27 Property 'onReading' does not/],
    ["a value that is not published", "sensors.room.pressure.value();", /^5:16 Property 'pressure' does not exist/],
    ["what no browser is here for", "document.title;", /^5:3 Cannot find name 'document'/],
    ["what no Node.js is here for", "process.exit();", /^5:3 Cannot find name 'process'/],
    ["a built-in after ES5", '"abc".includes("b");', /^5:9 Property 'includes' does not exist/],
  ] as const) {
    it(`refuse ${what}`, () => {
      const found = errors(body);
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(found[0], error);
    });
  }

  it("have no time of day where the board has no time", () => {
    const board = { ...completeBoard(POND), time: undefined };
    const found = errorsOf(board, written('void [sensors, actuators, after];\n  at("22:00", () => {});'));
    assert.match(found.join("\n"), /^3:\d+ Property 'at' does not exist/);
  });

  it("are as prettier leaves them, whatever ids are called", async () => {
    const options = await resolveConfig(join(root, "boards/pond.board.d.ts"));
    const id = fc.stringMatching(/^[a-zA-Z0-9_-]{1,32}$/);
    const kinds = fc.constantFrom(...Object.values({ ...POND.sensors }));
    const made = fc.asyncProperty(
      fc.uniqueArray(id, { maxLength: 8 }),
      fc.array(kinds, { minLength: 8, maxLength: 8 }),
      fc.boolean(),
      async (ids, sensors, hasActuators) => {
        const board = completeBoard({
          ...POND,
          sensors: ids.map((each, index) => ({ ...(sensors[index] as object), id: each })),
          actuators: hasActuators ? POND.actuators : [],
        } as BoardFile);
        const text = programTypesText(board, join(root, "boards/pond.json"));
        assert.equal(await format(text, { ...options, parser: "typescript" }), text);
      },
    );
    await fc.assert(made, { numRuns: 50 });
  });

  it("go by names of their own, however a board is called", () => {
    const names = ["leak-valve", "3d-printer", "a--b"].map((name) => programTypeName(`boards/${name}.json`));
    assert.deepEqual(names, ["LeakValve", "Board3dPrinter", "AB"]);
    assert.match(programTypesText(completeBoard(POND), "sensors.json"), /export type BoardSensors = /);
  });

  describe("beside its file", () => {
    const file = (): string => join(folder, "pond.json");
    const load = (board: unknown): void => {
      writeFileSync(join(folder, "pond.ts"), "");
      writeFileSync(file(), typeof board === "string" ? board : JSON.stringify(board, undefined, 2));
      loadBoard(file(), { environment: {}, root });
    };
    const typesNow = (): string => readFileSync(programTypesPath(file()), "utf8");

    /** Whatever is wrong with it. */
    function loadWrong(board: unknown): void {
      assert.throws(() => load(board), { name: "BoardError" });
    }

    it("are there for a board with mistakes elsewhere, and tell what is right", () => {
      const [room, ...others] = POND.sensors as object[];
      loadWrong({
        ...POND,
        wifi: "home",
        sensors: [
          { ...room, periodSeconds: "often" },
          { id: "odd", type: "thermometer" },
          { type: "analog" },
          ...others,
        ],
      });
      assert.match(typesNow(), /room: \{\n {4}\/\*\* in °C \*\/\n {4}temperature: NumberSensor;/);
      assert.match(typesNow(), /"float-switch": ContactSensor;/);
      assert.match(typesNow(), /pump: SwitchActuator;/);
      assert.doesNotMatch(typesNow(), /\[/);
    });

    it("stay as they were where the file is no JSON", () => {
      loadWrong({ ...POND, wifi: "home" });
      const before = typesNow();
      loadWrong("{ oops");
      assert.equal(typesNow(), before);
    });

    it("are written only where they are other ones", () => {
      loadWrong({ ...POND, wifi: "home" });
      const path = programTypesPath(file());
      utimesSync(path, 1000, 1000);
      loadWrong({ ...POND, wifi: "house" });
      assert.equal(statSync(path).mtimeMs, 1_000_000);
      loadWrong({ ...POND, wifi: "home", actuators: [] });
      assert.notEqual(statSync(path).mtimeMs, 1_000_000);
      assert.doesNotMatch(typesNow(), /pump/);
    });

    it("are not made for a board without a program", () => {
      const { program: _program, ...board } = POND as unknown as Record<string, unknown>;
      load(board);
      assert.equal(existsSync(programTypesPath(file())), false);
    });
  });

  for (const name of boardNames(root)) {
    const file = join(root, "boards", `${name}.json`);
    const isNamed = (JSON.parse(readFileSync(file, "utf8")) as { program?: string }).program !== undefined;
    it(`of ${name} are ${isNamed ? "those of its file" : "not there: it has no program"}`, async () => {
      const path = programTypesPath(file);
      if (!isNamed) {
        assert.equal(existsSync(path), false);
        return;
      }
      const before = readFileSync(path, "utf8");
      const { board } = loadBoard(name, { environment, root });
      assert.equal(before, programTypesText(board, file));
      assert.equal(await check(before, { ...(await resolveConfig(path)), filepath: path }), true);
    });
  }
});
