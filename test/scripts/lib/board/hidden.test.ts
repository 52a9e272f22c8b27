import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ACTUATORS } from "../../../../scripts/lib/actuators/registry";
import { hiding } from "../../../../scripts/lib/board/hidden";
import { BoardError, boardNames, loadBoard } from "../../../../scripts/lib/board/load";
import { BoardSource } from "../../../../scripts/lib/board/source";
import { BARE_BOARD, BUSES, exampleEntry } from "../../../../scripts/lib/board/reference/example";
import { RULES } from "../../../../scripts/lib/rules/registry";
import { SENSORS } from "../../../../scripts/lib/sensors/registry";
import { inFullOr } from "../../../thorough";

const project = resolve(__dirname, "../../../..");

/** A place of a board file where a text stands. */
type Place = readonly (string | number)[];

function textsOf(value: unknown, place: Place = []): Place[] {
  if (typeof value === "string") return [place];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    textsOf(each, [...place, Array.isArray(value) ? Number(key) : key]),
  );
}

function changed(value: unknown, [step, ...rest]: Place, text: string): unknown {
  if (step === undefined) return text;
  if (Array.isArray(value)) return value.map((each, index) => (index === step ? changed(each, rest, text) : each));
  return { ...(value as object), [step]: changed((value as Record<string, unknown>)[step], rest, text) };
}

function textAt(value: unknown, place: Place): string {
  return String(place.reduce<unknown>((each, step) => (each as Record<string | number, unknown>)[step], value));
}

/** One of each kind, with every text that it may have and that can be wrong. */
function examples(): Record<string, unknown>[] {
  const buses = Object.values(BUSES);
  const texts = { deviceClass: "voltage", unit: "V", name: "a name", stateTopic: "a/b", filters: [{ throttle: 5 }] };
  const sensors = SENSORS.map((kind) => ({ buses, sensors: [exampleEntry(kind, { periodSeconds: 60 })] }));
  const classes = SENSORS.map((kind) => ({ buses, sensors: [exampleEntry(kind, { periodSeconds: 60, ...texts })] }));
  const actuators = ACTUATORS.map((kind) => ({
    actuators: [exampleEntry(kind, { interlock: "motor", name: "a name", commandTopic: "a/b" })],
  }));
  const rules = RULES.map((kind) => ({ ...kind.exampleOn, rules: [{ type: kind.type, ...kind.exampleEntry }] }));
  const meter = { type: "pulseCounter", pin: "D27", periodSeconds: 5, pulsesPerUnit: 1, rate: { unit: "L/min" } };
  const others = [
    { sensors: [{ id: "m", ...meter, unit: "m³" }] },
    { buses, sensors: [{ id: "a", type: "ds18b20", address: "28ff641e0516032b", bus: "wire", periodSeconds: 5 }] },
    { homeAssistant: { name: "a name", area: "a room", prefix: "ha" }, time: { server: "time.example" } },
    {
      topics: { base: "a/b", status: "c" },
      diagnostics: ["version"],
      commands: { signingKey: "0123456789abcdef".repeat(2) },
    },
  ];
  const all = [...sensors, ...classes, ...actuators, ...rules, ...others];
  return all.map((fragment) => ({ ...BARE_BOARD, homeAssistant: {}, ...fragment }));
}

/** Values that are wrong in one place or another, and of which no message may show anything; the first is wrong nearly everywhere. */
const VALUES = [
  "Pippin-the-Cat",
  'volts\\of "Pippin"',
  "m4",
  "2bff641e0516032b",
  "2b0316051e64ff28",
  "mqtt://Pippin@x",
  "D37",
  "ON",
];

describe("a value that came in for a ${NAME}", () => {
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), "mote-hidden-"));
    mkdirSync(join(root, "boards"));
  });
  after(() => rmSync(root, { recursive: true }));

  /** All that is said of a board with `${NAME}` in one place, without places and severities. */
  function said(board: object, name: string, value: string): string {
    writeFileSync(join(root, "boards", `${name}.json`), JSON.stringify(board));
    try {
      const loaded = loadBoard(name, { root, environment: { NAME: value }, names: ["NAME"] });
      return loaded.warnings.map(({ message }) => message).join("\n");
    } catch (error) {
      assert.ok(error instanceof BoardError, `${value} in ${JSON.stringify(board)}: ${String((error as Error).stack)}`);
      return error.problems.map(({ message }) => message).join("\n");
    }
  }

  /** What a message that knows nothing of the value says as well. */
  function common(board: object, name: string): string {
    return said(board, name, "\u0001") + said(board, name, "~~~~~~~~~~") + JSON.stringify(board);
  }

  const files = boardNames().map(
    (name) => JSON.parse(readFileSync(join(project, "boards", `${name}.json`), "utf8")) as object,
  );
  for (const [what, boards] of [
    ["of the boards of this project", files],
    ["of each kind", examples()],
  ] as const) {
    it(`is shown by no message about any text ${what}`, function () {
      this.timeout(600_000);
      let shown = 0;
      let places = 0;
      for (const board of boards) {
        const withoutNames = JSON.parse(JSON.stringify(board).replace(/\$\{\w+\}/g, "value-of-a-name")) as object;
        const { name } = withoutNames as { name: string };
        for (const place of textsOf(withoutNames)) {
          places++;
          if (place[0] === "$schema" || places % inFullOr(1, 4) !== 0) continue;
          const own = changed(withoutNames, place, "${NAME}") as object;
          // Also what would be right there, in other letters: it is wrong, and near to what is right.
          const near = textAt(withoutNames, place).replace(/^./, (letter) => (letter === "x" ? "y" : "x"));
          const usual = common(own, name);
          const some = VALUES.slice(places % VALUES.length)
            .concat(VALUES)
            .slice(0, inFullOr(VALUES.length, 2));
          for (const value of [...some, near]) {
            const message = said(own, name, value);
            shown += message.includes("${NAME}") ? 1 : 0;
            for (const each of [value, value.toLowerCase(), JSON.stringify(value).slice(1, -1)]) {
              assert.ok(!message.includes(each) || usual.includes(each), `${place.join(".")} ${value}:\n${message}`);
            }
          }
        }
      }
      assert.ok(shown > 20, `its name was shown ${shown} times`);
    });
  }

  it("is not shown where another place is complained of", () => {
    const board = { ...BARE_BOARD, sensors: [{ id: "${NAME}", type: "uptime", periodSeconds: 5 }] };
    const rules = [{ type: "thermostat", sensor: "other", actuator: "none", target: 5 }];
    const actuators = [{ id: "${NAME}2", type: "switch", pin: "D25" }];
    for (const value of ["pippin", "k9"]) {
      const message = said({ ...board, actuators, rules }, "example", value);
      assert.match(message, /there are: \$\{NAME\}2/);
      assert.ok(!message.includes(value), message);
    }
  });

  it("is taken out of a message that would show it", () => {
    const source = new BoardSource("shed.json", '{ "name": "${NAME}" }');
    source.hide = hiding(source.text, [{ name: "NAME", value: "pippin" }]);
    source.error(["name"], "what is pippin?");
    source.warning([], "pippin!");
    assert.deepEqual(
      source.problems.map(({ message }) => message),
      ["what is ${NAME}?", "${NAME}!"],
    );
  });

  it("stays the name in every text, however source text, hosts and bytes spell it", () => {
    const value = 'Käse "x"\\';
    const hide = hiding("{}", [{ name: "A", value }], ["-----KEY"]);
    const bytes = Buffer.from(value).toString("latin1");
    const spelt = [value, value.toLowerCase(), JSON.stringify(value), bytes, "-----KEY"];
    assert.equal(hide(spelt.join("|")), '${A}|${A}|"${A}"|${A}|…');
  });

  it("is taken out whole where one value is part of another", () => {
    const hide = hiding("{}", [
      { name: "A", value: "home" },
      { name: "B", value: "home-net" },
    ]);
    assert.equal(hide("home home-net"), "${A} ${B}");
  });

  it("is left where it is what the board file says itself, or too short to be anything but a part of a word", () => {
    const hide = hiding('{ "name": "shed" }', [
      { name: "A", value: "shed" },
      { name: "B", value: "q" },
      { name: "C", value: "" },
    ]);
    assert.equal(hide('shed: quite "q"'), 'shed: quite "${B}"');
  });
});
