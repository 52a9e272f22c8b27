import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { kindNames } from "../../../../scripts/lib/new/kinds/names";
import { newKind, WHATS, type NewKind, type What } from "../../../../scripts/lib/new/kinds/new-kind";
import { itInFull } from "../../../thorough";

const PROJECT = resolve(__dirname, "../../../..");

const NAMES: Readonly<Record<What, string>> = {
  sensor: "ice-gauge",
  actuator: "hooter",
  rule: "overflow",
  filter: "bigOnly",
};

describe("a new kind", function () {
  this.timeout(600_000);
  let root: string;

  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "new-kind-"))));
  afterEach(() => rmSync(root, { recursive: true }));

  /** The indexes alone, to which lines are added. */
  function withIndexes(): void {
    for (const what of WHATS) copy(`scripts/lib/${what}s/kinds.ts`);
  }

  function copy(path: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(join(PROJECT, path), join(root, path), { recursive: true });
  }

  const read = (path: string): string => readFileSync(join(root, path), "utf8");

  it("has a name that each of its files spells in its own way", () => {
    for (const name of ["rainGauge", "rain-gauge", "rain_gauge"]) {
      const { camel, pascal, file, snake, words } = kindNames(name);
      assert.deepEqual(
        [camel, pascal, file, snake, words],
        ["rainGauge", "RainGauge", "rain-gauge", "rain_gauge", "rain gauge"],
      );
    }
    assert.equal(kindNames("tmp36").file, "tmp36");
    assert.equal(kindNames("anemometer").one, "an anemometer");
    for (const name of ["", "Tmp36", "36tmp", "a b", "../a", "a--b", "a-2", "x".repeat(33), "new", "let"]) {
      assert.throws(() => kindNames(name), /is no name of a kind|is a word of TypeScript/, name);
    }
  });

  it("is a driver, a descriptor, a model where there is one, tests, and a line in the index", () => {
    withIndexes();
    const { type, paths, tests } = newKind(root, "sensor", "ice-gauge");
    assert.equal(type, "iceGauge");
    assert.deepEqual(paths, [
      "firmware/sensors/ice-gauge.ts",
      "scripts/lib/sensors/ice-gauge.ts",
      "test/simulator/devices/ice-gauge.ts",
      "test/firmware/sensors/ice-gauge.test.ts",
      "test/scenarios/ice-gauge.test.ts",
      "scripts/lib/sensors/kinds.ts",
    ]);
    assert.deepEqual(tests, paths.slice(3, 5));
    const before = readFileSync(join(PROJECT, "scripts/lib/sensors/kinds.ts"), "utf8");
    assert.equal(read("scripts/lib/sensors/kinds.ts"), `${before}export { iceGauge } from "./ice-gauge";\n`);
    assert.equal(newKind(root, "filter", "bigOnly").type, "big_only");
  });

  it("never takes the place of one that is there, nor of a file", () => {
    withIndexes();
    for (const [what, name] of [
      ["sensor", "bme280"],
      ["actuator", "bme280"],
      ["sensor", "pulse-counter"],
      ["filter", "calibrate-linear"],
    ] as const) {
      assert.throws(() => newKind(root, what, name), /there is a kind ".*" already/, name);
    }
    mkdirSync(join(root, "test/scenarios"), { recursive: true });
    writeFileSync(join(root, "test/scenarios/ice-gauge.test.ts"), "mine");
    assert.throws(() => newKind(root, "sensor", "ice-gauge"), /test\/scenarios\/ice-gauge\.test\.ts is there already/);
    assert.equal(read("test/scenarios/ice-gauge.test.ts"), "mine");
    assert.deepEqual(readdirSync(root).sort(), ["scripts", "test"]);
  });

  it("is told of as what there is none of, where the name is known from elsewhere", () => {
    withIndexes();
    assert.match(newKind(root, "sensor", "rain-gauge").known ?? "", /^no "rainGauge" here: /);
    assert.equal(newKind(root, "sensor", "ice-gauge").known, undefined);
  });

  itInFull("of each sort compiles, passes the linter and the tests of kinds, and runs on a simulated board", () => {
    for (const entry of ["firmware", "scripts", "test", "boards", ".config", ".mocharc.mjs", ".env.example"])
      copy(entry);
    for (const entry of ["package.json", "package-lock.json", "tsconfig.json", ".prettierrc.json", "README.md"])
      copy(entry);
    // Packages as they are, and a cache that is gone with the folder.
    mkdirSync(join(root, "node_modules"));
    for (const name of readdirSync(join(PROJECT, "node_modules")).filter((each) => each !== ".cache")) {
      symlinkSync(join(PROJECT, "node_modules", name), join(root, "node_modules", name), "junction");
    }
    const kinds = WHATS.map((what): NewKind => newKind(root, what, NAMES[what]));
    const run = (file: string, ...args: string[]): void => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [join("node_modules", file), ...args], {
        cwd: root,
        encoding: "utf8",
        // What runs these tests has nothing to do with those.
        env: { ...process.env, MOCHA_WORKER_ID: undefined, ESPRUINO: undefined, THOROUGH: "0" },
      });
      assert.equal(status, 0, `${file} ${args.join(" ")}\n${stdout}${stderr}`);
    };
    const paths = kinds.flatMap((kind) => kind.paths);
    run("ts-node/dist/bin.js", "scripts/schema.ts");
    run("typescript/bin/tsc", "--noEmit", "-p", ".");
    run("typescript/bin/tsc", "--noEmit", "-p", "firmware");
    run("prettier/bin/prettier.cjs", "--check", ...paths);
    run("eslint/bin/eslint.js", "--config", ".config/eslint.mjs", "--max-warnings", "0", ...paths);
    run("mocha/bin/mocha.js", "test/kinds.test.ts", "test/models.test.ts", ...kinds.flatMap(({ tests }) => tests));
  });
});
