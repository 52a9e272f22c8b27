import assert from "node:assert/strict";
import { join, relative, resolve } from "node:path";
import ts from "typescript";

const folder = resolve(__dirname, "../../firmware");

/** Texts, and arrays of bytes and numbers: whatever is no list of the program's own. */
const INDEXED = /^(string|".*"|(Big)?(Int|Uint|Float)\d+(Clamped)?Array.*)$/;

/** Places where such a thing is asked for what stands at an index that is computed. */
function computedIndexes(program: ts.Program): string[] {
  const checker = program.getTypeChecker();
  const found: string[] = [];
  for (const file of program.getSourceFiles().filter(({ isDeclarationFile }) => !isDeclarationFile)) {
    const visit = (node: ts.Node): void => {
      if (ts.isElementAccessExpression(node) && !ts.isNumericLiteral(node.argumentExpression)) {
        const type = checker.typeToString(checker.getTypeAtLocation(node.expression));
        const { line } = file.getLineAndCharacterOfPosition(node.getStart());
        if (INDEXED.test(type)) found.push(`${relative(folder, file.fileName)}:${line + 1}: ${node.getText()}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return found;
}

/** Indexes that begin with a number that stands there and only grow, each looked at by somebody. */
const COUNTED = ["engine/espruino/slot-pages.ts:40: header[NAME_AT + same]"];

/**
 * `""[-1]` is undefined in V8, so that no simulation notices it, and an exception in Espruino, where it stands on its own as well as
 * behind `typeof`. So is an index of NaN or 0.5. `charAt` and `charCodeAt` take whatever they are given.
 */
describe("texts and typed arrays in the firmware", function () {
  this.timeout(60_000);

  const config = ts.getParsedCommandLineOfConfigFile(
    join(folder, "tsconfig.json"),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: ({ messageText }) => assert.fail(String(messageText)) },
  );

  it("are only indexed by numbers that stand there, or count up from one: charAt and charCodeAt take the others", () => {
    assert.ok(config);
    assert.deepEqual(computedIndexes(ts.createProgram(config.fileNames, config.options)), COUNTED);
  });

  it("would be found out if they were not", () => {
    const name = join(folder, "sample.ts");
    const text = 'const text = "abc"; const at = -1; text[0]; text[at]; new Uint8Array(2)[at]; [text][at];';
    const host = ts.createCompilerHost({ lib: ["lib.es2022.d.ts"] });
    const { getSourceFile } = host;
    const sample = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
    host.getSourceFile = (file, ...rest) => (resolve(file) === name ? sample : getSourceFile(file, ...rest));
    const program = ts.createProgram([name], { lib: ["lib.es2022.d.ts"] }, host);
    assert.deepEqual(computedIndexes(program), ["sample.ts:1: text[at]", "sample.ts:1: new Uint8Array(2)[at]"]);
  });
});
