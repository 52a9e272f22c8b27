import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, cpSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { Board } from "../../../../scripts/lib/board/config";
import { buildBoard, type Built } from "../../../../scripts/lib/build/build";
import { buildEspruino } from "../../../../scripts/lib/build/espruino/bundle";
import { buildLua } from "../../../../scripts/lib/build/lua/build-lua";
import { ESPRUINO_ON_ESP32, type Platform } from "../../../../scripts/lib/platforms/engine-files";
import { programOf } from "../../../../scripts/lib/program/compose";
import { UserError } from "../../../../scripts/lib/user-error";
import { exampleBoard } from "../board/example-board";

const root = resolve(__dirname, "../../../..");
const NODEMCU_ON_ESP32: Platform = { engine: "nodemcu", chip: "esp32" };

describe("building a board", function () {
  this.timeout(60_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-build-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  async function build(board: Board, out = "out") {
    const built = await buildBoard(board, root, join(folder, out));
    return { ...built, code: readFileSync(built.bundlePath, "latin1"), map: readFileSync(built.mapPath, "utf8") };
  }

  it("the same board gives the same bytes, as long as it runs on the same engine", async () => {
    // Made anew each time, not what was kept.
    const make = async (builder: typeof buildEspruino, platform: Platform): Promise<Built> => {
      const source = (firmware: string): string => programOf(exampleBoard(platform), firmware);
      return builder({ platform, tokens: true, source, root });
    };
    const javaScript = await make(buildEspruino, ESPRUINO_ON_ESP32);
    assert.deepEqual(await make(buildEspruino, ESPRUINO_ON_ESP32), javaScript);
    const lua = await make(buildLua, NODEMCU_ON_ESP32);
    assert.deepEqual(await make(buildLua, NODEMCU_ON_ESP32), lua);
    assert.notDeepEqual(Object.keys(lua.files), Object.keys(javaScript.files));
  });

  for (const platform of [ESPRUINO_ON_ESP32, NODEMCU_ON_ESP32]) {
    it(`one board is one build wherever it is built, and its map leads to the sources from there, on ${platform.engine}`, async () => {
      const outs = ["shallow", "a/deep/folder"];
      const [shallow, deep] = [
        await build(exampleBoard(platform), outs[0]),
        await build(exampleBoard(platform), outs[1]),
      ];
      assert.equal(shallow.code, deep.code);
      const sources = [shallow, deep].map(({ map }) => (JSON.parse(map) as { sources: string[] }).sources);
      const found = sources.map((each, at) => each.map((source) => resolve(folder, outs[at], source)));
      const [ours, theirs] = found.map((paths, at) =>
        paths.filter((path) => path !== join(folder, outs[at], "main.ts")),
      );
      assert.deepEqual(ours, theirs);
      assert.equal(ours.length, found[0].length - 1);
      for (const path of ours) assert.ok(existsSync(path), path);
    });
  }

  for (const tokens of [true, false]) {
    it(`the bundle is ${tokens ? "of tokens" : "readable where the board file asks for it"}, and what it weighs adds up`, async () => {
      const { code, bytes, parts } = await build(exampleBoard({ tokens }));
      assert.equal(/^[\n -~]*$/.test(code), !tokens);
      assert.equal(bytes, code.length);
      assert.equal(
        parts.reduce((sum, part) => sum + part.bytes, 0),
        bytes,
      );
      for (const name of ["board", "main", "app", "mqtt", "sensors", "actuators", "engine"]) {
        assert.ok(
          parts.some((part) => part.name === name && part.bytes > 0),
          name,
        );
      }
    });
  }

  it("only the drivers that the board names are in it", async () => {
    const all = await build(exampleBoard());
    const without = await build(
      exampleBoard({
        sensors: [{ id: "uptime", type: "uptime", periodSeconds: 1 }],
        actuators: [{ id: "pump", type: "switch", pin: "D25" }],
      }),
    );
    for (const name of ["analogWrite", "setWatch", "toFixed(", "TOGGLE"]) {
      assert.ok(all.code.includes(name), name);
    }
    for (const name of ["analogWrite", "setWatch"]) {
      assert.ok(!without.code.includes(name), name);
    }
    assert.ok(without.bytes < all.bytes - 1000, `${without.bytes} of ${all.bytes}`);
  });

  it("the engine's own names keep, ours are shortened", async () => {
    const { code } = await build(exampleBoard());
    for (const name of ["getStatus", "setOptions", "setServices", "freq:", "debounce:", "host:", "password:", "dSnd"]) {
      assert.ok(code.includes(name), name);
    }
    for (const name of ["receiveBytes", "isBetweenPackets", "stateTopic", "publishStatus"]) {
      assert.ok(!code.includes(name), name);
    }
  });

  it("the source map leads back to the TypeScript line", async () => {
    const { code, map } = await build(exampleBoard());
    // A text is behind two bytes: that it is one, and how long.
    const before = code.slice(0, code.indexOf("command refused") - 2).split("\n");
    const [line, column] = [before.length - 1, before.at(-1)!.length];
    const { source, line: original } = originalPositionFor(new TraceMap(map), { line: line + 1, column });
    assert.match(source ?? "", /firmware\/app\/commands\/commands\.ts$/);
    const text = readFileSync(join(root, "firmware/app/commands/commands.ts"), "utf8").split("\n")[(original ?? 0) - 1];
    assert.match(text, /command refused/);
  });

  describe("of firmware that cannot run on the chip", () => {
    const project = (): string => join(folder, "project");

    before(() => {
      cpSync(join(root, "firmware"), join(project(), "firmware"), { recursive: true });
      cpSync(join(root, "tsconfig.json"), join(project(), "tsconfig.json"));
    });

    async function failure(line: string): Promise<string> {
      const path = join(project(), "firmware/app/backoff.ts");
      const original = readFileSync(join(root, "firmware/app/backoff.ts"), "utf8");
      writeFileSync(path, `${line}\n${original}`);
      try {
        await buildBoard(exampleBoard(), project());
      } catch (error) {
        assert.ok(error instanceof UserError, String(error));
        return error.message;
      }
      return "built";
    }

    it("names file and line of syntax that the interpreter lacks", async () => {
      assert.match(
        await failure("export function f(g: { h?: number } | undefined): number { return g?.h ?? 0; }\nf(undefined);"),
        /^firmware\/app\/backoff\.ts:1:\d+: error: Espruino has no \?\. \(optional chaining\)$/m,
      );
    });

    it("names file and line of a built-in that the interpreter lacks", async () => {
      assert.match(
        await failure("export const f = (1.5).toPrecision(1);\nexport const g = f;"),
        /^firmware\/app\/backoff\.ts:1:\d+: error: Espruino has no method \.toPrecision\(\)$/m,
      );
      assert.match(
        await failure("export const m = new Map();"),
        /^firmware\/app\/backoff\.ts:1:\d+: error: Cannot find name 'Map'/m,
      );
    });

    it("names file and line of a type error", async () => {
      assert.match(
        await failure('export const n: number = "1";'),
        /^firmware\/app\/backoff\.ts:1:14: error: Type 'string'/m,
      );
    });
  });
});
