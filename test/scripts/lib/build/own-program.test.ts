import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard } from "../../../../scripts/lib/build/build";
import { loadBoard } from "../../../../scripts/lib/board/load";

const root = resolve(__dirname, "../../../..");
const TYPES = join(root, "firmware/app/program/program");

const BOARD = {
  name: "tank",
  wifi: { ssid: "my-wifi", password: "change-me" },
  broker: { urls: ["mqtt://192.168.1.10"] },
  program: "./tank.ts",
  sensors: [
    { id: "water", type: "analog", pin: "D34", periodSeconds: 5 },
    { id: "door", type: "digital", pin: "D27", periodSeconds: 60 },
  ],
  actuators: [
    { id: "heater", type: "switch", pin: "D25" },
    { id: "lamp", type: "pwm", pin: "D33" },
  ],
};
const HEAD = `import type * as Has from ${JSON.stringify(TYPES)};
type Tank = Has.BoardProgram<{ water: Has.NumberSensor; door: Has.ContactSensor }, { heater: Has.SwitchActuator; lamp: Has.PwmActuator }>;
`;

const ENGINES = { Espruino: "espruino", NodeMCU: "nodemcu" } as const;

/** Mistakes, and what the build says of them: on each engine, or of one of them. */
const MISTAKES: readonly [what: string, body: string, problem: RegExp, engine?: keyof typeof ENGINES][] = [
  [
    "a misspelt id",
    "board.sensors.watre.onReading(() => {});",
    /3:\d+: error: Property 'watre' does not exist .*'water'/,
  ],
  [
    "a level for a switch",
    "board.actuators.heater.command(40);",
    /3:\d+: error: Argument of type '40' is not assignable/,
  ],
  ["a word for a level", 'board.actuators.lamp.command("OPEN");', /3:\d+: error: Argument of type '"OPEN"' is not/],
  ["onReading of a contact", "board.sensors.door.onReading(() => {});", /3:\d+: error: Property 'onReading' does not/],
  ["a text that is no number", 'const n: number = "a"; board.log("" + n);', /3:\d+: error: Type 'string' is not/],
  ["a time of day without a clock", 'board.at("22:00", () => {});', /3:\d+: error: Property 'at' does not exist/],
  ["what the language of both lacks", "board.log(new Map().size.toString());", /3:\d+: error: Cannot find name 'Map'/],
  [
    "what Espruino lacks",
    "board.log(JSON.stringify(1, (_key, value) => value as unknown));",
    /3:\d+: error: Espruino has no JSON.stringify replacer/,
    "Espruino",
  ],
  [
    "a method that Espruino lacks",
    "board.log((5).toPrecision(2));",
    /3:\d+: error: Espruino has no method .toPrecision\(\)/,
    "Espruino",
  ],
  [
    "a word of Espruino's as a name",
    'let of = 1; board.log("" + of++);',
    /3:\d+: error: Espruino has no variable called "of"/,
    "Espruino",
  ],
  ["what NodeMCU lacks", "board.log(JSON.stringify(1));", /3:\d+: error: NodeMCU has no JSON/, "NodeMCU"],
  ["a date on NodeMCU", "board.log(new Date().toString());", /3:\d+: error: NodeMCU has no Date/, "NodeMCU"],
  [
    "a method that NodeMCU lacks",
    'board.log("" + "a".localeCompare("b"));',
    /3:\d+: error: NodeMCU has no \.localeCompare/,
    "NodeMCU",
  ],
  [
    "a loop's variable that functions keep",
    'for (let i = 0; i < 2; i++) board.after(1, () => board.log("" + i));',
    /3:\d+: error: NodeMCU has no new "i" in each round/,
    "NodeMCU",
  ],
  ["an engine's own function", "print(1);", /3:\d+: error: ("print" is the engine's|Cannot find name)/],
  ["async functions", "board.after(1, async () => {});", /3:\d+: error: (a program has no async functions|.*Promise)/],
  [
    "a class of a class",
    'class A {} class B extends A {} board.log("" + new B());',
    /3:\d+: error: a class of a program extends no other/,
  ],
  ["regular expressions", 'board.log("a".replace(/a/, "b"));', /3:\d+: error: a program has no regular expressions/],
];

/** What the build says of a program; undefined where it says nothing. */
async function problemOf(
  folder: string,
  engine: string,
  text: string,
  files: Record<string, string> = {},
): Promise<string | undefined> {
  writeFileSync(join(folder, "tank.json"), JSON.stringify({ ...BOARD, engine, chip: "esp32" }));
  writeFileSync(join(folder, "tank.ts"), text);
  for (const [name, each] of Object.entries(files)) writeFileSync(join(folder, name), each);
  const { board } = loadBoard(join(folder, "tank.json"), { environment: {} });
  try {
    await buildBoard(board, root, join(folder, "dist"));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe("the build of a board's own program", function () {
  this.timeout(240_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-own-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const [name, engine] of Object.entries(ENGINES)) {
    for (const [what, body, problem, only] of MISTAKES) {
      if (only !== undefined && only !== name) continue;
      it(`${what} is an error with its place, on ${name}`, async () => {
        const told = await problemOf(
          folder,
          engine,
          `${HEAD}export default function tank(board: Tank): void { ${body} }\n`,
        );
        assert.match(told ?? "nothing", problem);
        assert.match(told ?? "", /tank\.ts:3:/);
      });
    }

    it(`takes helpers from beside it and nothing from elsewhere, on ${name}`, async () => {
      const helper = "export const twice = (value: number): number => 2 * value;\nexport const unused = 1;\n";
      const text = `${HEAD}import { twice } from "./helper";\nexport default ({ sensors, log }: Tank): void => sensors.water.onReading((v) => log("" + twice(v)));\n`;
      assert.equal(await problemOf(folder, engine, text, { "helper.ts": helper }), undefined);
      const wrong = text
        .replace('"./helper"', JSON.stringify(join(root, "firmware/filters/linear")))
        .replaceAll("twice", "linear");
      assert.match(
        (await problemOf(folder, engine, wrong)) ?? "",
        /tank\.ts:3:\d+: error: a program imports helper files that lie beside it/,
      );
      const broken = await problemOf(folder, engine, text, {
        "helper.ts": 'export const twice = (value: number): number => "a" + value;\n',
      });
      assert.match(broken ?? "", /helper\.ts:1:\d+: error: Type 'string' is not assignable/);
    });

    it(`wants a function by default, on ${name}`, async () => {
      assert.match(
        (await problemOf(folder, engine, `${HEAD}export function tank(_board: Tank): void {}\n`)) ?? "",
        /tank\.ts:1:1: error: a program exports one function by default|no default export/,
      );
    });
  }

  it("what is only unused is nobody's business", async () => {
    assert.equal(
      await problemOf(
        folder,
        "espruino",
        `${HEAD}const unused = 1;\nexport default function tank({ log }: Tank): void { log("a"); }\n`,
      ),
      undefined,
    );
  });
});
