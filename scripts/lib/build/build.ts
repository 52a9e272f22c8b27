import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, resolve, sep } from "node:path";
import type { Board } from "../board/config";
import type { Platform } from "../platforms/engine-files";
import { programOf } from "../program/compose";
import { KeptBuilds } from "./kept-builds";
import type { NodeMcuNeeds } from "./lua/needs";
import type { Part } from "./weigh";

export interface Build {
  /** The built file: what the simulator runs and the chip gets. For NodeMCU its init.lua, which runs mote.lua or mote.img beside it. */
  bundlePath: string;
  /** All that the chip gets. */
  filePaths: string[];
  /** What the program needs of NodeMCU, where it is for that. */
  needs?: NodeMcuNeeds;
  /** What it keeps of a heap that is short, once it has started; undefined where that is no concern, or not known. */
  heapBytes?: number;
  /** The source map beside it. */
  mapPath: string;
  bytes: number;
  /** What the bundle weighs, by part. */
  parts: Part[];
}

/** What a builder makes of a program: a build that is not in its folder yet. All of it can be kept as JSON. */
export interface Built extends Pick<Build, "needs" | "heapBytes" | "bytes" | "parts"> {
  /** Byte strings by the names of their files. */
  files: Record<string, string>;
  /** The names of those that the chip gets; the first one starts the program. */
  chipFiles: string[];
  map: { name: string; text: string };
}

export interface ProgramToBuild {
  platform: Platform;
  /** Makes its text; it is told the way to firmware/, with slashes. */
  source: (firmware: string) => string;
  /** The text on disk, in `outDir`. */
  entryPath: string;
  root: string;
  outDir: string;
}

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
 * @throws UserError with file and line where the firmware does not compile or uses what the interpreter lacks
 */
export function buildBoard(board: Board, root: string, outDir = join(root, "dist", board.name)): Promise<Build> {
  return buildProgram((firmware) => programOf(board, firmware), board, root, outDir);
}

/**
 * Builds any program of the firmware's parts, as `buildBoard` does.
 * @param source Makes the program's text; it is told the way from `outDir` to firmware/, with slashes.
 * @throws UserError as `buildBoard`
 */
export async function buildProgram(
  source: (firmware: string) => string,
  platform: Platform,
  root: string,
  outDir: string,
): Promise<Build> {
  mkdirSync(outDir, { recursive: true });
  const entryPath = resolve(outDir, "main.ts");
  const text = source(relative(outDir, join(root, "firmware")).split(sep).join("/"));
  writeFileSync(entryPath, text);
  const kept = keptBuilds(root);
  const key = kept.key([platform.engine, platform.chip, text]);
  let built = kept.read<Built>(key);
  if (built === undefined) {
    built = await BUILDERS[platform.engine]()({ platform, source, entryPath, root, outDir });
    kept.write(key, built);
  }
  return written(built, outDir);
}

function written({ files, chipFiles, map, ...told }: Built, outDir: string): Build {
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(outDir, name), bytes, "latin1");
  const mapPath = join(outDir, map.name);
  writeFileSync(mapPath, map.text);
  const filePaths = chipFiles.map((name) => join(outDir, name));
  return { bundlePath: filePaths[0], filePaths, mapPath, ...told };
}
