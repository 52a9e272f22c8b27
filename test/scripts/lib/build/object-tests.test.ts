import assert from "node:assert/strict";
import ts from "typescript";
import { objectTests } from "../../../../scripts/lib/build/object-tests";

/** What becomes of an expression over `value`, whose type is given. */
function emitted(type: string, expression: string): string {
  const name = "snippet.ts";
  const text = `declare const value: ${type};\nexport const result = ${expression};\n`;
  const host = ts.createCompilerHost({});
  const options: ts.CompilerOptions = { target: ts.ScriptTarget.ES2022, strict: true, noLib: true };
  const program = ts.createProgram([name], options, {
    ...host,
    getSourceFile: (path, target) => (path === name ? ts.createSourceFile(path, text, target) : undefined),
  });
  let code = "";
  program.emit(undefined, (_path, output) => (code = output), undefined, false, {
    before: [objectTests(program.getTypeChecker())],
  });
  return /result = (.*);/.exec(code)?.[1] ?? code;
}

describe("tests for the presence of an object", () => {
  for (const [type, expression, becomes] of [
    ["{ x: number } | undefined", "value === undefined", "!(value)"],
    ["{ x: number } | undefined", "value !== undefined", "!!(value)"],
    ["(() => void) | undefined", "value === undefined", "!(value)"],
    [
      "{ next: { x: number } | undefined } | undefined",
      "value !== undefined && value.next === undefined",
      "!!(value) && !(value.next)",
    ],
  ]) {
    it(`become tests of its truth: ${type}, ${expression}`, () => {
      assert.equal(emitted(type, expression), becomes);
    });
  }

  for (const type of [
    "number | undefined",
    "string | undefined",
    "boolean | undefined",
    "{ x: number } | 0 | undefined",
    "undefined",
    "any",
    "unknown",
  ]) {
    it(`stay comparisons where it may be something else: ${type}`, () => {
      assert.equal(emitted(type, "value === undefined"), "value === undefined");
    });
  }

  it("stay comparisons where it is compared with something else", () => {
    assert.equal(emitted("{ x: number } | undefined", "value === value"), "value === value");
  });
});
