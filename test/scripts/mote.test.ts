import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bin, scripts } from "../../package.json";
import { BARE_BOARD } from "../../scripts/lib/board/reference/example";
import { MOTE, npmScript, typed, type MoteName } from "../../scripts/lib/cli/mote";

const root = resolve(__dirname, "../..");

/** What `npx mote` prints, and how it ends; npx runs this file. @param environment What npm would add to it */
function mote(args: readonly string[], cwd = root, environment: NodeJS.ProcessEnv = {}) {
  const own = { ...process.env, npm_lifecycle_event: "test", ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, bin.mote), ...args], {
    cwd,
    env: own,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

/** Words of a command's usage that only it has. */
const OPTIONS: Readonly<Record<MoteName, readonly string[]>> = {
  new: ["[name]", "--chip", "--sensor", "--actuator"],
  start: ["--board", "--port", "--for", "--engine"],
  build: ["--board", "--source"],
  flash: ["--board", "--port", "--all", "--runtime"],
  update: ["--board", "--mac", "--all", "--canary", "--offer", "--withdraw", "--back"],
  monitor: ["--board", "--port", "--broker", "--mac", "--log"],
  command: ["<actuator>", "[command]", "--board", "--mac"],
  clean: ["--board", "--all", "--dry-run"],
  doctor: ["--board", "--env"],
  page: ["--board", "--mac", "--broker", "--port"],
};

describe("npx mote", function () {
  this.timeout(60_000);
  const names = Object.keys(MOTE) as MoteName[];

  it("lists its commands to who asks for none, or for help", () => {
    for (const args of [[], ["--help"], ["help"]]) {
      const { status, stdout } = mote(args);
      assert.equal(status, 0);
      for (const name of names) assert.match(stdout, new RegExp(`^  ${name} +\\w`, "m"));
    }
  });

  for (const name of names) {
    it(`tells the options of ${name}, in lines of 80 characters`, () => {
      const { status, stdout, stderr } = mote([name, "--help"], join(root, "boards"));
      assert.equal(status, 0, stderr);
      assert.ok(stdout.startsWith(`Usage: npx mote ${name} [options]`), stdout);
      for (const word of OPTIONS[name]) assert.ok(stdout.includes(word), word);
      assert.ok(stdout.split("\n").every((line) => line.length <= 80));
    });
  }

  it("tells a command's options behind help too", () => {
    assert.equal(mote(["help", "build"]).stdout, mote(["build", "--help"]).stdout);
  });

  it("says what was probably meant by a command that there is none of", () => {
    const { status, stderr } = mote(["strat"]);
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^no command "strat" \(did you mean "start"\?\); there are: new, start, .*see npx mote --help/,
    );
    // What every object has is no command.
    assert.match(mote(["constructor"]).stderr, /^no command "constructor"/);
  });

  it("names a command's help behind errors of usage", () => {
    const { status, stderr } = mote(["monitor", "--bord", "x"]);
    assert.equal(status, 1);
    assert.match(stderr, /unknown option '--bord'[^]*\nsee npx mote monitor --help\n$/);
  });

  it("is called by npm what it was called there", () => {
    const { stdout } = mote(["build", "--help"], root, { npm_lifecycle_event: "build" });
    assert.match(stdout, /^Usage: npm run build -- \[options\]/);
    const { stderr } = mote(["start", "--bord"], root, { npm_lifecycle_event: "start" });
    assert.match(stderr, /\nsee npm start -- --help\n$/);
  });

  it("has an npm script for each of its commands, which is nothing but it", () => {
    for (const name of names) {
      const { script } = MOTE[name];
      assert.equal((scripts as Record<string, string>)[script], `node ${bin.mote} ${name}`);
    }
    const ofMote = Object.values(scripts).filter((line) => line.includes(bin.mote));
    assert.equal(ofMote.length, names.length);
  });

  it("has a file for each of them", () => {
    const files = readdirSync(join(root, "scripts"));
    for (const { file } of Object.values(MOTE)) assert.ok(files.includes(`${file}.ts`), file);
    assert.ok(existsSync(join(root, bin.mote)));
  });
});

describe("what comes next", function () {
  this.timeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), "mote next "));
  after(() => {
    rmSync(folder, { recursive: true });
    rmSync(join(root, "dist/next-step"), { recursive: true, force: true });
  });

  it("is told at the end of a build, with the board as it was named, from any folder", () => {
    const file = { ...BARE_BOARD, name: "next-step", sensors: [{ id: "up", type: "uptime", periodSeconds: 60 }] };
    writeFileSync(join(folder, "next-step.json"), JSON.stringify(file));
    const { status, stdout, stderr } = mote(["build", "--board", "./next-step.json"], folder);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /\nnext {5}npx mote flash --board \.\/next-step\.json {2}\(puts it on a chip\)\n$/);
  });
});

describe("a command to be typed", () => {
  it("is of npx, or of npm where npm started what tells it, with words as a shell reads them", () => {
    const byNpm = { npm_lifecycle_event: "build" };
    assert.equal(typed("flash", ["--board", "my shed"], {}), "npx mote flash --board 'my shed'");
    assert.equal(typed("flash", ["--board", "shed"], byNpm), "npm run flash -- --board shed");
    assert.equal(typed("start", [], byNpm), "npm start");
    assert.equal(typed("start", ["--help"], byNpm), "npm start -- --help");
    assert.equal(typed("start", [], { npm_lifecycle_event: "test" }), "npx mote start");
    assert.equal(npmScript("clean"), "npm run clean-mqtt");
  });
});
