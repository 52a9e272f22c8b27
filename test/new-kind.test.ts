import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { itInFull } from "./thorough";

const root = resolve(__dirname, "..");
const README = "firmware/README.md";
/** The index, to which the example adds a line. */
const INDEX = "scripts/lib/sensors/kinds.ts";

/** The files of the example in the README, by their names: a name in code, a colon, and what is in it. */
function exampleFiles(): Map<string, string> {
  const text = readFileSync(join(root, README), "utf8");
  const files = [...text.matchAll(/`([\w/.-]+\.ts)`[^`]*:\n\n```ts\n(.*?)^```/gms)];
  return new Map(
    files.map(([, name, code]) => [
      join(root, name),
      name === INDEX ? readFileSync(join(root, name), "utf8") + code : code,
    ]),
  );
}

/** What the compiler says of this project with files added. */
function problemsWith(files: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (file) => files.get(resolve(file)) ?? readFile(file);
  host.fileExists = (file) => files.has(resolve(file)) || fileExists(file);
  host.getSourceFile = (file, version) => ts.createSourceFile(file, host.readFile(file) ?? "", version);
  const program = ts.createProgram([...files.keys(), join(root, "scripts/build.ts")], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    return `${file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}

describe("the example of a new kind in the firmware's README", function () {
  this.timeout(180_000);

  it("has a driver, a descriptor, the line and a scenario", () => {
    const folders = [...exampleFiles().keys()].map((file) => file.slice(root.length + 1).replace(/\/[^/]+$/, ""));
    assert.deepEqual(folders, ["firmware/sensors", "scripts/lib/sensors", "scripts/lib/sensors", "test/scenarios"]);
  });

  itInFull("compiles with the rest", () => {
    assert.deepEqual(problemsWith(exampleFiles()), []);
    const [driver] = exampleFiles().keys();
    const broken = new Map(exampleFiles()).set(driver, "export function tmp36(): void {}");
    assert.notDeepEqual(problemsWith(broken), []);
  });
});
