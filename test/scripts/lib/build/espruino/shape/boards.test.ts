import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import type { Board } from "../../../../../../scripts/lib/board/config";
import type { DiagnosticsField } from "../../../../../../scripts/lib/board/config/node";
import { boardNames, loadBoard, simulationEnvironment } from "../../../../../../scripts/lib/board/load";
import { compile } from "../../../../../../scripts/lib/build/compile";
import { buildEspruino, bundle } from "../../../../../../scripts/lib/build/espruino/bundle";
import { partsOf } from "../../../../../../scripts/lib/build/espruino/shape/apart";
import { walk, type AnyNode } from "../../../../../../scripts/lib/build/espruino/shape/tree";
import type { ProgramToBuild } from "../../../../../../scripts/lib/build/types";
import { programOf } from "../../../../../../scripts/lib/program/compose";
import { inFullOr } from "../../../../../thorough";
import { parsed, shaped } from "./shaped";

const root = resolve(__dirname, "../../../../../..");

/** What the engine has as well as the program's own records and lists, which the build takes apart. */
const ALSO_OURS = new Set(
  "close every fill format index input key map message name pin pow push read readReg state time value".split(" "),
);

/** Properties that only a field of the reports reads: without it the build drops the function that reads them. */
const READ_FOR_REPORTS: Partial<Record<DiagnosticsField, string[]>> = {
  freeMemory: ["memory", "free", "blocksize"],
  signalStrength: ["rssi"],
};

/** What only a node calls that a contact wakes. */
const CALLED_FOR_WAKES = ["deepSleepExt0"];

/** What the build drops, with the function that has it, since this board calls it nowhere. */
function dropped({ diagnostics, sleep }: Board): Set<string> {
  const fields = Object.keys(READ_FOR_REPORTS) as DiagnosticsField[];
  const unread = fields.filter((each) => !diagnostics.includes(each)).flatMap((each) => READ_FOR_REPORTS[each] ?? []);
  return new Set([...unread, ...(sleep?.wakeBy === undefined ? CALLED_FOR_WAKES : [])]);
}

describe("the shaped program of each board", function () {
  this.timeout(180_000);

  function programToBuild(board: Board): ProgramToBuild {
    const source = (firmware: string): string => programOf(board, firmware);
    const platform = { engine: board.engine, chip: board.chip } as ProgramToBuild["platform"];
    return { platform, tokens: false, source, root, own: board.program };
  }

  const { environment } = simulationEnvironment(root, process.env);
  const boards = boardNames(root)
    .map((name) => loadBoard(name, { environment }).board)
    .filter(({ engine }) => engine === "espruino");
  for (const board of boards.filter((_, at) => at % inFullOr(1, 8) === 0)) {
    const { name } = board;

    it(`of ${name} is the same each time`, async () => {
      // Made anew, not what was kept.
      const built = await buildEspruino(programToBuild(board));
      assert.deepEqual(await buildEspruino(programToBuild(board)), built);
    });

    it(`of ${name} has the properties of the engine that the program has, and no others`, async () => {
      const entryPath = join(root, "main.ts");
      const compilation = compile(entryPath, root, board.engine, programOf(board, "./firmware"), board.program);
      const bundled = await bundle(compilation, entryPath);
      const before = enginesProperties(bundled.code, compilation.foreignProperties);
      const after = enginesProperties(shaped(bundled.code, partsOf(bundled)), compilation.foreignProperties);
      assert.deepEqual(
        [...after].filter((each) => !before.has(each)),
        [],
      );
      assert.deepEqual(
        [...before].filter((each) => !after.has(each) && !ALSO_OURS.has(each)).sort(),
        [...dropped(board)].filter((each) => before.has(each)).sort(),
      );
    });
  }
});

/** Properties and keys in a program that the engine's declarations name. */
function enginesProperties(code: string, foreign: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  walk(parsed(code) as AnyNode, (node) => {
    const name = node.type === "MemberExpression" ? node.property : node.type === "Property" ? node.key : undefined;
    if (name?.type === "Identifier" && foreign.has(name.name)) found.add(name.name);
  });
  return found;
}
