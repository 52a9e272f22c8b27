import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, resolve, sep } from "node:path";
import type { Board } from "../board/config";
import { makePrivateFolder, writePrivateFile } from "../files/private-file";
import type { Platform } from "../platforms/engine-files";
import { programOf } from "../program/compose";
import { secretsFile } from "../program/secrets";
import { refuseWhatDoesNotFit } from "./espruino/variables/budget";
import { KeptBuilds } from "./kept-builds";
import { ownFiles } from "./own-files";
import type { BoardBuild, Build, Built, ProgramToBuild } from "./types";

export type { BoardBuild, Build, Built, ProgramToBuild } from "./types";

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
  return new KeptBuilds(
    join(PROJECT, "node_modules/.cache/builds"),
    [join(root, "firmware"), join(root, "tsconfig.json")],
    [join(PROJECT, "scripts/lib"), join(PROJECT, "package-lock.json")],
  );
}

/**
 * Builds a board into dist/<name>/: bundle.js or mote.lua, and its source map. The same board gives the same bytes, whatever its secrets
 * are: they are given back, and written nowhere but on the chip. A program of the board's own may hold some, so nobody but their owner may
 * read the files.
 * @param keepsSource Whether to write main.ts as well, the program made for the board.
 * @throws UserError with file and line where the firmware does not compile or uses what the interpreter lacks; with the board file
 * where the chip has not enough memory for it
 */
export async function buildBoard(
  board: Board,
  root: string,
  outDir = join(root, "dist", board.name),
  keepsSource = false,
): Promise<BoardBuild> {
  const dist = join(root, "dist");
  // Builds of boards that are not built again may still be open to all.
  if (outDir.startsWith(dist + sep)) makePrivateFolder(dist);
  const source = (firmware: string): string => programOf(board, firmware, root);
  const built = await make(source, board, root);
  if (built.variables !== undefined) refuseWhatDoesNotFit(board, built.variables);
  const build = written(built, root, outDir);
  const sourcePath = join(outDir, SOURCE);
  if (keepsSource) writePrivateFile(sourcePath, source(wayToFirmware(root, outDir)), "utf8");
  // That of an earlier build is not this one's.
  else rmSync(sourcePath, { force: true });
  return { ...build, secrets: secretsFile(board) };
}

/**
 * Builds any program of the firmware's parts, as `buildBoard` does.
 * @param source Makes the program's text; it is told the way to firmware/, with slashes.
 * @param platform For Espruino, a program that is not said to be of tokens is readable.
 * @param root What firmware/ is in
 * @throws UserError as `buildBoard`
 */
export async function buildProgram(source: Source, platform: ToBuildFor, root: string, outDir: string): Promise<Build> {
  return written(await make(source, platform, root), root, outDir);
}

/** What errors and source maps call the program's own text. */
const SOURCE = "main.ts";

type Source = ProgramToBuild["source"];
type ToBuildFor = Platform & Partial<Pick<Board, "tokens" | "program">>;

/** With slashes. */
function wayToFirmware(root: string, outDir: string): string {
  return relative(outDir, join(root, "firmware")).split(sep).join("/");
}

async function make(
  source: Source,
  { tokens = false, program: own, ...platform }: ToBuildFor,
  root: string,
): Promise<Built> {
  const text = source("./firmware");
  const kept = keptBuilds(root);
  const ownTexts = own === undefined ? [] : ownFiles(own).flatMap((file) => [relative(root, file.path), file.text]);
  const key = kept.key([platform.engine, platform.chip, String(tokens), text, ...ownTexts]);
  let built = kept.read<Built>(key);
  if (built === undefined) {
    built = await BUILDERS[platform.engine]()({
      platform,
      tokens,
      source,
      root,
      ...(own === undefined ? {} : { own }),
    });
    kept.write(key, built);
  }
  return built;
}

function written({ files, chipFiles, map, ...told }: Built, root: string, outDir: string): Build {
  makePrivateFolder(outDir);
  for (const [name, bytes] of Object.entries(files)) writePrivateFile(join(outDir, name), bytes, "latin1");
  const mapPath = join(outDir, map.name);
  writePrivateFile(mapPath, mapFrom(outDir, map.text, root), "utf8");
  const filePaths = chipFiles.map((name) => join(outDir, name));
  return { bundlePath: filePaths[0], filePaths, mapPath, ...told };
}

/** A source map whose sources are told by their way from the root, as it is in a folder. */
function mapFrom(folder: string, text: string, root: string): string {
  const map = JSON.parse(text) as { sources: string[] };
  const way = (source: string): string => relative(folder, resolve(root, source)).split(sep).join("/");
  map.sources = map.sources.map((source) => (source === SOURCE ? source : way(source)));
  return JSON.stringify(map);
}
