import assert from "node:assert/strict";
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard, keptBuilds } from "../../../../scripts/lib/build/build";
import { KeptBuilds } from "../../../../scripts/lib/build/kept-builds";
import { makePrivateFolder, openPrivateLog, writePrivateFile } from "../../../../scripts/lib/files/private-file";
import { Transcript } from "../../../../scripts/lib/monitor/transcript";
import { exampleBoard } from "../board/example-board";

const root = resolve(__dirname, "../../../..");

describe("a file with secrets", function () {
  this.timeout(60_000);
  let folder: string;

  before(function () {
    // Windows knows no owners by mode.
    if (process.platform === "win32") this.skip();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-private-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const rightsOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
  const within = (...names: string[]): string => join(folder, ...names);

  it("is its owner's alone, in a folder that is", () => {
    makePrivateFolder(within("dist", "shed"));
    writePrivateFile(within("dist", "shed", "x"), "secret", "utf8");
    assert.deepEqual(
      ["dist", "dist/shed", "dist/shed/x"].map((name) => rightsOf(within(name))),
      ["700", "700", "600"],
    );
  });

  it("becomes that where it was everybody's", () => {
    mkdirSync(within("shed"), { mode: 0o777 });
    chmodSync(within("shed"), 0o777);
    writeFileSync(within("x"), "old", { mode: 0o666 });
    chmodSync(within("x"), 0o666);
    makePrivateFolder(within("shed"));
    writePrivateFile(within("x"), "new", "utf8");
    closeSync(openPrivateLog(within("x")));
    assert.deepEqual([rightsOf(within("shed")), rightsOf(within("x"))], ["700", "600"]);
    assert.equal(readFileSync(within("x"), "utf8"), "new");
  });

  it("takes the place of a link, and leaves alone where that leads", () => {
    writeFileSync(within("elsewhere"), "theirs");
    symlinkSync("elsewhere", within("x"));
    writePrivateFile(within("x"), "ours", "latin1");
    assert.equal(readFileSync(within("elsewhere"), "utf8"), "theirs");
    assert.equal(readFileSync(within("x"), "utf8"), "ours");
    assert.deepEqual(readdirSync(folder).sort(), ["elsewhere", "x"]);
  });

  it("leaves nothing behind where it cannot be written", () => {
    mkdirSync(within("x"));
    assert.throws(() => writePrivateFile(within("x"), "secret", "utf8"), { path: within("x") });
    assert.deepEqual(readdirSync(folder), ["x"]);
  });

  for (const engine of ["espruino", "nodemcu"] as const) {
    it(`is each of what is built for ${engine}, and the program's text is none unless asked for`, async () => {
      const board = exampleBoard({ engine, wifi: { ssid: "home", password: "swordfish-in-dist" } });
      const outDir = within("dist", "shed");
      mkdirSync(outDir, { recursive: true });
      writeFileSync(join(outDir, "main.ts"), "of an earlier build: swordfish-in-dist");
      const { filePaths, mapPath } = await buildBoard(board, root, outDir);
      for (const path of [...filePaths, mapPath]) assert.equal(rightsOf(path), "600", path);
      assert.equal(rightsOf(outDir), "700");
      assert.ok(!readdirSync(outDir).includes("main.ts"));
      await buildBoard(board, root, outDir, true);
      assert.equal(rightsOf(join(outDir, "main.ts")), "600");
      for (const name of readdirSync(outDir)) {
        assert.ok(!readFileSync(join(outDir, name), "latin1").includes("swordfish-in-dist"), name);
      }
    });
  }

  it("is a kept build, in a folder that was everybody's before", () => {
    mkdirSync(within("builds"), { mode: 0o755 });
    chmodSync(within("builds"), 0o755);
    const kept = new KeptBuilds(within("builds"), []);
    kept.write("key", { secret: true });
    assert.equal(rightsOf(within("builds")), "700");
    assert.deepEqual(
      readdirSync(within("builds")).map((name) => rightsOf(within("builds", name))),
      ["600"],
    );
    assert.deepEqual(kept.read("key"), { secret: true });
    assert.match(keptBuilds(root).folder, /node_modules.\.cache.builds$/);
  });

  it("is the monitor's log, also one that was everybody's before", () => {
    for (const name of ["new.log", "old.log"]) {
      if (name === "old.log") writeFileSync(within(name), "");
      chmodSync(folder, 0o755);
      const transcript = new Transcript({ write: () => {}, isTerminal: false, logFile: within(name), secrets: [] });
      transcript.line("x");
      transcript.close();
      assert.equal(rightsOf(within(name)), "600", name);
    }
  });

  it("may be a log that is no file, which keeps its rights", () => {
    const before = rightsOf("/dev/null");
    closeSync(openPrivateLog("/dev/null"));
    assert.equal(rightsOf("/dev/null"), before);
  });
});
