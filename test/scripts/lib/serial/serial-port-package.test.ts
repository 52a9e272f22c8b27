import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import ts from "typescript";
import { missingSerialPort } from "../../../simulator/console/pseudo-terminal";
import { itInFull } from "../../../thorough";

const root = resolve(__dirname, "../../../..");

describe('what is said of the package "serialport"', function () {
  this.timeout(60_000);
  const title = "is what its own types say";
  const missing = missingSerialPort();
  if (missing !== undefined) {
    it(`${title} (left out: ${missing})`);
    return;
  }
  itInFull(title, () => {
    const path = join(root, "scripts/lib/serial/tried.ts");
    const text =
      'import type { SerialPortPackage } from "./serial-port-package";\n' +
      'export const said = (theirs: typeof import("serialport")): SerialPortPackage => theirs;\n';
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile) as { config: unknown };
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const host = ts.createCompilerHost(options);
    const { getSourceFile, fileExists } = host;
    host.fileExists = (file) => file === path || fileExists(file);
    host.getSourceFile = (file, ...rest) =>
      file === path ? ts.createSourceFile(path, text, ts.ScriptTarget.Latest) : getSourceFile(file, ...rest);
    const program = ts.createProgram([path], options, host);
    assert.deepEqual(
      program.getSemanticDiagnostics(program.getSourceFile(path)).map(({ messageText }) => messageText),
      [],
    );
  });
});
