import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BoardError, loadBoard, type LoadedBoard } from "../../../../../scripts/lib/board/load";

const BOARD = {
  name: "tank",
  engine: "espruino",
  chip: "esp32",
  wifi: { ssid: "my-wifi", password: "change-me" },
  broker: { urls: ["mqtt://192.168.1.10"] },
};

describe("the program that a board file names", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-program-"));
    writeFileSync(join(folder, "tank.ts"), "");
    writeFileSync(join(folder, "tank.board.d.ts"), "");
    mkdirSync(join(folder, "folder.ts"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function load(program: string, more: object = {}): LoadedBoard {
    writeFileSync(join(folder, "tank.json"), JSON.stringify({ ...BOARD, program, ...more }, null, 1));
    return loadBoard(join(folder, "tank.json"), { environment: {} });
  }

  function problem(program: string): string {
    try {
      load(program);
      return "none";
    } catch (error) {
      assert.ok(error instanceof BoardError);
      return error.message;
    }
  }

  it("is known by its whole path", () => {
    assert.equal(load("./tank.ts").board.program, join(folder, "tank.ts"));
  });

  it("has to be a TypeScript file beside the board file", () => {
    assert.match(
      problem("./tnak.ts"),
      /:\d+:\d+: error: there is no such file beside the board file \(did you mean "tank.ts"\?\)/,
    );
    for (const name of ["tank.ts", "../tank.ts", "./tank.js", "./a/tank.ts", "/tank.ts"]) {
      assert.match(problem(name), /expected the name of a TypeScript file beside the board file/, name);
    }
    assert.match(problem("./folder.ts"), /expected the name of a file, and this is a folder/);
    assert.match(problem("./tank.board.d.ts"), /holds types alone/);
  });

  it("is warned of where nothing ends a callback that does not end", () => {
    const [warning] = load("./tank.ts").warnings;
    assert.match(warning?.message ?? "", /no "watchdogSeconds"/);
    assert.deepEqual(load("./tank.ts", { watchdogSeconds: 60 }).warnings, []);
    assert.deepEqual(load("./tank.ts", { engine: "nodemcu" }).warnings, []);
  });
});
