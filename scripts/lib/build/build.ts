import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, resolve, sep } from "node:path";
import type { Board } from "../board/config";
import type { Platform } from "../platforms/engine-files";
import { programOf } from "../program/compose";
import { refuseWhatDoesNotFit } from "./espruino/variables/budget";
import { KeptBuilds } from "./kept-builds";
import type { Build, Built, ProgramToBuild } from "./types";

export type { Build, Built, ProgramToBuild } from "./types";

type Builder = (program: ProgramToBuild) => Promise<Built>;

// Loaded when it is used: a builder brings compilers that take longer to load than most commands to run.
const load = createRequire(__filename);
const BUILDERS: Readonly<Record<Board["engine"], () => Builder>> = {
  espruino: () => (load("./espruino/bundle") as typeof import("./espruino/bundle")).buildEspruino,
  nodemcu: () => (load("./lua/build-lua") as typeof import("./lua/build-lua")).buildLua,
};

const PROJECT = resolve(__dirname, "../../..");

/** Builds of the firmware below `root`, by this project's scripts and the packages that its lock file names. */
export function keptBuilds(root: string): KeptBuilds {
  return new KeptBuilds(join(PROJECT, "node_modules/.cache/builds"), [
    join(root, "firmware"),
    join(root, "tsconfig.json"),
    join(PROJECT, "scripts/lib"),
    join(PROJECT, "package-lock.json"),
  ]);
}

/**
 * Builds a board into dist/<name>/: main.ts, the program made for it; bundle.js or mote.lua; its source map. The same board
 * gives the same bytes.
 * @throws UserError with file and line where the firmware does not compile or uses what the interpreter lacks; with the board file
 * where the chip has not enough memory for it
 */
export async function buildBoard(board: Board, root: string, outDir = join(root, "dist", board.name)): Promise<Build> {
  const built = await make((firmware) => programOf(board, firmware), board, root, outDir);
  if (built.variables !== undefined) refuseWhatDoesNotFit(board, built.variables);
  return written(built, outDir);
}

/**
 * Builds any program of the firmware's parts, as `buildBoard` does.
 * @param source Makes the program's text; it is told the way from `outDir` to firmware/, with slashes.
 * @param platform For Espruino, a program that is not said to be of tokens is readable.
 * @throws UserError as `buildBoard`
 */
export async function buildProgram(...program: Parameters<typeof make>): Promise<Build> {
  const [, , , outDir] = program;
  return written(await make(...program), outDir);
}

async function make(
  source: (firmware: string) => string,
  { tokens = false, ...platform }: Platform & Partial<Pick<Board, "tokens">>,
  root: string,
  outDir: string,
): Promise<Built> {
  mkdirSync(outDir, { recursive: true });
  const entryPath = resolve(outDir, "main.ts");
  const text = source(relative(outDir, join(root, "firmware")).split(sep).join("/"));
  writeFileSync(entryPath, text);
  const kept = keptBuilds(root);
  const key = kept.key([platform.engine, platform.chip, String(tokens), text]);
  let built = kept.read<Built>(key);
  if (built === undefined) {
    built = await BUILDERS[platform.engine]()({ platform, tokens, source, entryPath, root, outDir });
    kept.write(key, built);
  }
  return built;
}

function written({ files, chipFiles, map, ...told }: Built, outDir: string): Build {
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(outDir, name), bytes, "latin1");
  const mapPath = join(outDir, map.name);
  writeFileSync(mapPath, map.text);
  const filePaths = chipFiles.map((name) => join(outDir, name));
  return { bundlePath: filePaths[0], filePaths, mapPath, ...told };
}
