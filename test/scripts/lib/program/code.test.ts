import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import ts from "typescript";
import { firmware, joined, lambda, later, value, variable, type Code } from "../../../../scripts/lib/program/code";
import { print, referencesOf } from "../../../../scripts/lib/program/print";
import { MAC_MARK } from "../../../../scripts/lib/bytes";

const root = resolve(__dirname, "../../../..");

const text = (code: { text: Parameters<typeof print>[0] }): string => print(code.text, ({ name }) => name);

/** None of them changes while these tests run. */
const parsed = new Map<string, ts.SourceFile | undefined>();

function parsedOnce(file: string, parse: () => ts.SourceFile | undefined): ts.SourceFile | undefined {
  if (!parsed.has(file)) parsed.set(file, parse());
  return parsed.get(file);
}

/** What `npm run typecheck` says of a file of descriptors that holds this. */
function problems(line: string): string[] {
  const path = join(root, "scripts/lib/sensors/tried.ts");
  const source =
    'import { firmware, variable } from "../program/code";\nimport { engine } from "../program/engine";\n' +
    'const { digital } = firmware<typeof import("../../../firmware/sensors/digital")>("sensors/digital");\n' +
    `const pins = engine("pins").digitalInputs;\nconst { clock } = engine("clock");\n${line}\nexport { digital, pins, clock, variable };\n`;
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile).config,
    ts.sys,
    root,
  );
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) =>
    file === path
      ? ts.createSourceFile(path, source, ts.ScriptTarget.Latest)
      : parsedOnce(file, () => read(file, ...rest));
  const exists = host.fileExists.bind(host);
  host.fileExists = (file) => file === path || exists(file);
  const program = ts.createProgram([path], options, host);
  return program
    .getSemanticDiagnostics(program.getSourceFile(path))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

describe("a call to a driver", function () {
  this.timeout(60_000);
  const options = "pin: 4, pull: 'up', activeLow: false, debounceMs: 5";

  it("is written with values, pieces of program, lists and objects", () => {
    const { chain } = firmware<typeof import("../../../../firmware/filters/chain")>("filters/chain");
    const { clamp } = firmware<typeof import("../../../../firmware/filters/clamp")>("filters/clamp");
    const made = lambda(["pass"], (pass: Code<(value: number) => void>) => chain([clamp(-Infinity, 5)], pass));
    assert.equal(text(made), "(pass) => chain([clamp(-Infinity, 5)], pass)");
    assert.deepEqual(
      referencesOf(made.text).flatMap((each) => (each.of === "firmware" ? [each.file] : [])),
      ["filters/chain", "filters/clamp"],
    );
    assert.equal(text(later(joined("a\n", variable<string>("b")))), '() => "a\\x0a" + b');
  });

  it("has the chip put its address where a text holds what stands for it", () => {
    assert.equal(text(value<string>(`a/${MAC_MARK}/b`)), '"a/" + mac + "/b"');
    assert.equal(text(value<string>(MAC_MARK)), '"" + mac');
  });

  it("is spread over lines where it is long, and never in the middle of a text", () => {
    const long = "x".repeat(90);
    const { note } = firmware<typeof import("../../../../firmware/app/diagnostics")>("app/diagnostics");
    const code = note(variable("node"), long, long);
    assert.equal(text(code), `note(\n  node,\n  "${long}",\n  "${long}",\n)`);
  });

  for (const [what, line, says] of [
    ["with all that the driver asks for is right", `digital(pins, clock, { ${options} });`, undefined],
    ["with an option missing", "digital(pins, clock, { pin: 4, pull: 'up', activeLow: false });", /debounceMs/],
    ["with an option misspelt", `digital(pins, clock, { ${options}, debouncedMs: 5 });`, /debouncedMs/],
    [
      "to a driver misspelt",
      'firmware<typeof import("../../../firmware/sensors/digital")>("x").digitale();',
      /digitale/,
    ],
    ["with a pull that no pin has", `digital(pins, clock, { ${options.replace("'up'", "'high'")} });`, /"high"|'high'/],
    ["with something else in a place", `digital(clock, pins, { ${options} });`, /not assignable/],
    ["with an argument too few", "digital(pins, clock);", /Expected 3 arguments/],
    ["with a name of another type", `digital(variable<string>("pins"), clock, { ${options} });`, /not assignable/],
  ] as const) {
    it(`${what}${says === undefined ? "" : " is an error of the type check"}`, () => {
      const [problem, ...more] = problems(line);
      if (says === undefined) assert.equal(problem, undefined);
      else assert.match(problem ?? "", says);
      assert.deepEqual(more, []);
    });
  }
});
