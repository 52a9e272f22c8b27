import { strict as assert } from "node:assert";
import { join, resolve } from "node:path";
import ts from "typescript";

const folder = resolve(__dirname, "../../firmware");

/** What no engine has, or not all have: the compiler must not know it. */
const refused = [
  "window.name;",
  "document;",
  "Buffer.alloc(1);",
  "setImmediate(() => undefined);",
  "process.exitCode = 1;",
  "process.nextTick;",
  'import "node:fs";',
  "new Map();",
  "Symbol();",
  "Math.trunc(1.5);",
  "Object.fromEntries([]);",
  "[1].at(0);",
  "[1].keys();",
  '"a".codePointAt(0);',
  "Array.from([]);",
];

const accepted = ['const a: string = "a".charAt(0);', "setTimeout(() => undefined, 1);", "new Uint8Array(1).fill(0);"];

describe("the types the firmware is compiled with", function () {
  this.timeout(60_000);
  let messages: Map<number, string>;

  before(() => {
    const path = join(folder, "sample.ts");
    const text = ["export {};", ...refused, ...accepted].join("\n");
    const config = ts.getParsedCommandLineOfConfigFile(
      join(folder, "tsconfig.json"),
      { noUnusedLocals: false },
      { ...ts.sys, onUnRecoverableConfigFileDiagnostic: ({ messageText }) => assert.fail(String(messageText)) },
    );
    assert.ok(config);
    const host = ts.createCompilerHost(config.options);
    const { fileExists, readFile, getSourceFile } = host;
    const sample = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
    host.fileExists = (file) => resolve(file) === path || fileExists(file);
    host.readFile = (file) => (resolve(file) === path ? text : readFile(file));
    host.getSourceFile = (file, ...rest) => (resolve(file) === path ? sample : getSourceFile(file, ...rest));
    const program = ts.createProgram([...config.fileNames, path], config.options, host);
    messages = new Map(
      ts.getPreEmitDiagnostics(program, sample).map(({ start, messageText }) => {
        const { line } = sample.getLineAndCharacterOfPosition(start ?? 0);
        return [line, ts.flattenDiagnosticMessageText(messageText, "\n")];
      }),
    );
  });

  refused.forEach((statement, i) => {
    it(`refuse ${statement}`, () => assert.ok(messages.has(i + 1)));
  });

  accepted.forEach((statement, i) => {
    it(`accept ${statement}`, () => assert.equal(messages.get(refused.length + i + 1), undefined));
  });
});
