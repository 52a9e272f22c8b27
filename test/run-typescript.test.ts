import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "..");

describe("how Node.js runs TypeScript", function () {
  this.timeout(60_000);
  let folder: string;
  const kept = (): string => join(folder, "node_modules/.cache/typescript");
  const run = (...before: string[]): string =>
    execFileSync(process.execPath, [...before, "-r", "./.config/run-typescript.cjs", "program.ts"], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  const write = (text: string): void => writeFileSync(join(folder, "program.ts"), text);
  const corrupt = (change: (code: string) => string): void => {
    for (const name of readdirSync(kept())) {
      const path = join(kept(), name);
      writeFileSync(path, change(readFileSync(path, "utf8")));
    }
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mote with ü "));
    mkdirSync(join(folder, "node_modules"));
    for (const name of [".config/run-typescript.cjs", "tsconfig.json"]) cpSync(join(root, name), join(folder, name));
    for (const name of ["ts-node", "typescript"]) {
      symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name), "junction");
    }
    write("const text: string = 'first';\nconsole.log(text);\n");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("it keeps what it compiled, and uses that", () => {
    assert.equal(run(), "first\n");
    assert.equal(readdirSync(kept()).length, 1);
    corrupt((code) => code.replace("'first'", "'kept'"));
    assert.equal(run(), "kept\n");
  });

  it("it compiles a file again when its text has changed, and keeps one file of each", () => {
    run();
    write("const text: string = 'second';\nconsole.log(text);\n");
    assert.equal(run(), "second\n");
    assert.equal(readdirSync(kept()).length, 1);
  });

  it("it compiles a file again when the settings have changed", () => {
    write("class A { b = 1; }\nconsole.log(/this/.test(String(A)));\n");
    assert.equal(run(), "false\n");
    const settings = join(folder, "tsconfig.json");
    writeFileSync(settings, readFileSync(settings, "utf8").replace("es2022", "es2020"));
    assert.equal(run(), "true\n");
  });

  it("it does not take a file that was written in part", () => {
    run();
    corrupt((code) => code.slice(0, -20).replace("'first'", "'part'"));
    assert.equal(run(), "first\n");
  });

  it("it runs where nothing can be kept", () => {
    writeFileSync(join(folder, "node_modules/.cache"), "a file in the folder's place");
    assert.equal(run(), "first\n");
    assert.equal(run(), "first\n");
  });

  it("it tells places in the TypeScript, also of what was kept", () => {
    write("interface Nothing {\n  a: 1;\n}\n\nconsole.log(new Error('here').stack);\n");
    assert.match(run(), /program\.ts:5:/);
    assert.match(run(), /program\.ts:5:/);
  });
});

describe("the start of a command", () => {
  it("loads no compiler until something is built", () => {
    const program = `
      const compilers = /node_modules.(typescript|ts-node|typescript-to-lua|terser|@rollup)\\W.*\\.js$/;
      process.on("exit", () => console.log("loaded", Object.keys(require.cache).filter((path) => compilers.test(path))));
      require("./scripts/mote.cjs");`;
    const run = (): string =>
      execFileSync(process.execPath, ["-e", program, "mote", "build", "--help"], {
        cwd: root,
        encoding: "utf8",
      });
    // The first time there may be something to compile.
    run();
    assert.match(run(), /--board[^]*\nloaded \[\]\n$/);
  });
});
