import assert from "node:assert/strict";
import { resolve } from "node:path";
import ts from "typescript";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { compileLua, type LuaVersion } from "../../../../../scripts/lib/build/lua/compile-lua";
import { UserError } from "../../../../../scripts/lib/user-error";
import { LuaVm } from "../../../../simulator/lua/vm";

const root = resolve(__dirname, "../../../../..");

/** Expressions over what the firmware uses of JavaScript; each must give the same in Lua. */
const EXPRESSIONS = [
  '"\\x0049".length + "\\x001".charCodeAt(0) + "\\\\01".length',
  's.charCodeAt(0) + ":" + s.charCodeAt(at + 1)',
  "isNaN(s.charCodeAt(9))",
  "s.charCodeAt(9) < 128 || s.charCodeAt(9) > 127 || s.charCodeAt(9) === 0",
  "(s.charCodeAt(9) & 127) > 127",
  "s[0] + s[at]",
  's[9] === "a"',
  's.charAt(2) + "|" + s.charAt(7)',
  's.substr(1) + "|" + s.substr(at, 2) + "|" + s.substr(9, 2) + "|" + s.substr(0, NaN)',
  's.substring(1, 3) + "|" + s.substring(at) + "|" + s.substring(3, 1) + "|" + s.substring(1, -1)',
  's.indexOf("c") + ":" + s.indexOf(".") + ":" + s.indexOf("c", 3)',
  '"a.c".indexOf(".")',
  "(byte & 127) * 2 + (byte & 0xf0) + (byte & 6) + (byte & 0xf7)",
  "(byte | 8) + (byte >>> 4) + (byte << 2) + (byte ^ 0x36)",
  "String.fromCharCode(byte >>> 1, 0, 200).length",
  '(2.5).toFixed(1) + "|" + (3).toFixed(0) + "|" + (-0.25).toFixed(2) + "|" + (1e6).toFixed(2)',
  '"" + byte + "," + (byte - 300)',
  "Math.floor(-2.5) + Math.round(2.5) + Math.ceil(2.1) + Math.max(1, byte) + Math.min(1, byte)",
  '[2.4, 2.5, -2.4, -2.5, -2.6, -0.4].map((n) => Math.round(n) + "|" + Math.floor(n + 0.5)).join()',
  "isNaN(Math.round(NaN)) && isNaN(Math.floor(NaN + 0.5))",
  "[8388609, 16777215, -8388609, 100653.27 * 100].map((n) => Math.floor(n + 0.5).toFixed(0)).join()",
  "700 % 16 + byte % 10",
  "zeros[0] + zeros[2] + zeros.length",
  "memory[0] + memory[1] * 10 + memory[2] * 100",
  'list.indexOf(7) + ":" + list.indexOf(8) + ":" + list.length',
  'lookup["b"] === undefined',
  'parseInt("12 rest") + Number("1.5")',
  'isNaN(Number("x")) && isNaN(parseInt("x"))',
  's + (1 + 2) + "x" + byte + (s + "y").length',
  '1 + 2 + "x" + 1 + 2',
  'attempt("a") + attempt("") + attempted("b") + attempted("")',
  "failures.join()",
  'words.map((word) => word + "!").join("")',
  'count > 0 ? "some" : "none"',
];

const PROGRAM = `
declare function report(text: string): void;
const s = "abcd\\x00\\xff";
const at = 2;
const byte = 0xd5;
const zeros = new Float64Array(3);
interface Memory { [index: number]: number }
const memory: Memory = [1, 2, 3];
const list = [5, 7];
const words = ["a", "b"];
const lookup: Record<string, number | undefined> = { a: 1 };
let count = 0;
const failures: string[] = [];
const needed = (text: string): string => {
  if (text === "") throw "empty";
  return text;
};
function attempt(text: string): string {
  try {
    return needed(text);
  } catch (error) {
    failures.push("attempt " + error);
    return "none";
  }
}
function attempted(text: string): string {
  let result = "before";
  try {
    result = needed(text);
  } catch {
    count++;
  }
  try {
    needed(text);
  } catch (error) {
    failures.push("attempted " + error);
  }
  return result;
}
zeros[2] = 4;
${EXPRESSIONS.map((expression) => `report(String(${expression}));`).join("\n")}
`;

describe("TypeScript as Lua", function () {
  this.timeout(60_000);
  function compile(source: string, version: LuaVersion): ReturnType<typeof compileLua> {
    return compileLua(() => source, root, version);
  }

  for (const version of ["5.1", "5.3"] as const) {
    it(`gives in Lua ${version} what it gives in JavaScript`, () => {
      const expected: string[] = [];
      new Function("report", ts.transpile(PROGRAM, { target: ts.ScriptTarget.ES2022 }))((text: string) =>
        expected.push(text),
      );
      const found: string[] = [];
      const vm = new LuaVm({ version });
      vm.setGlobal("report", (text) => void found.push(String(text)));
      vm.run(compile(`export {};${PROGRAM}`, version).code);
      assert.deepEqual(
        EXPRESSIONS.map((expression, i) => `${expression} = ${found[i]}`),
        EXPRESSIONS.map((expression, i) => `${expression} = ${expected[i]}`),
      );
    });
  }

  it("makes a string of several parts at once, and no function where a call is tried", () => {
    const source =
      "export {};\ndeclare function write(text: string): void;\n" +
      "export function send(a: string, b: string): boolean {\n  try {\n    write(a);\n  } catch {\n    return false;\n  }\n" +
      '  write(a + "," + b + "," + a);\n  return true;\n}';
    const { code } = compile(source, "5.1");
    assert.match(code, /write\(a \.\. "," \.\. b \.\. "," \.\. a\)/);
    assert.match(code, /pcall\(write, a\)/);
  });

  it("writes constant numbers where they are used, also those of other files", () => {
    const { code } = compile(
      `import { LONGEST_BACKOFF_MS } from "./firmware/app/backoff";
      const OWN = 0x10, text = "kept";
      let changing = 3;
      export const values = () => [OWN + LONGEST_BACKOFF_MS + changing, text];
      changing = 4;`,
      "5.3",
    );
    assert.match(code, /return \{16 \+ 60000 \+ changing, text\}/);
  });

  it("maps lines to their source, behind what stands in front of the program", () => {
    const { code, map } = compile(
      "export {};\nconst zeros = new Uint8Array(2);\nprint(zeros.length.toFixed(7));\n",
      "5.1",
    );
    const line = code.split("\n").findIndex((text) => /\bprint\(/.test(text)) + 1;
    const { source, line: original } = originalPositionFor(new TraceMap(map), { line, column: 0 });
    assert.match(source ?? "", /main\.ts$/);
    assert.equal(original, 3);
  });

  for (const version of ["5.1", "5.3"] as const) {
    it(`keeps nothing that was needed to load it when the program's own lines run, in Lua ${version}`, () => {
      const { code } = compile(
        `import { aht20Celsius } from "./firmware/sensors/aht20";
        import * as clock from "./firmware/mqtt/elapsed";
        import { pwm } from "./firmware/actuators/pwm";
        import { wholeNumber } from "./firmware/actuators/whole-number";
        declare function report(text: string): void;
        export const level = wholeNumber("7", 0, 9);
        report(typeof pwm + typeof aht20Celsius + clock.elapsedMs(9, 2));`,
        version,
      );
      const loaded: unknown[] = [];
      const vm = new LuaVm({ version });
      vm.setGlobal("report", (text) => {
        vm.collect();
        loaded.push(
          text,
          ...vm.run("local left = {} for name in pairs(modules) do left[#left + 1] = name end return #left"),
        );
      });
      vm.run('modules = setmetatable({}, { __mode = "k" })');
      vm.run(code.replace(/^return (\{.*\})$/gm, "local made = $1 modules[made] = true return made"));
      // One is used as a whole, and is in a local variable.
      assert.deepEqual(loaded, ["functionfunction7", 1]);
    });
  }

  it("maps lines to files of the firmware, however deep they lie", () => {
    const { map } = compileLua(
      (firmware) =>
        ["sensors/crc8", "filters/round", "engine/nodemcu/bytes"]
          .map((path, i) => `import * as module${i} from "${firmware}/${path}";\nString(module${i});\n`)
          .join(""),
      root,
      "5.3",
    );
    assert.deepEqual(
      (JSON.parse(map) as { sources: string[] }).sources.filter((path) => path !== "main.ts").sort(),
      ["engine/nodemcu/bytes", "filters/round", "sensors/crc8"].map((path) => `firmware/${path}.ts`),
    );
  });

  for (const [what, source, problem] of [
    ["a type error", 'export const x: number = "a";', /main\.ts:1:14: error: Type 'string' is not assignable/],
    ["what is true in Lua only", "export let n = 0;\nif (n) n = 1;", /main\.ts:2:5: error: Only false and nil/],
    [
      "an array where memory from index 0 is wanted",
      "interface Memory { [index: number]: number }\nconst list = [1];\nexport const m = { list } as { list: Memory };\n" +
        "export const f = (memory: Memory) => memory[0];\nf(list);",
      /main\.ts:5:3: error: Arrays count from 1 in Lua, and Memory from 0/,
    ],
  ] as const) {
    it(`refuses ${what}, with its place`, () => {
      assert.throws(
        () => compile(source, "5.3"),
        (error) => error instanceof UserError && problem.test(error.message),
      );
    });
  }
});
