import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { rollup } from "@rollup/wasm-node";
import type { Board } from "../../firmware/config";
import { compile, resolveImport, type Compilation } from "./compile";
import { entry } from "./entry/entry";
import { checkForEspruino } from "./espruino-check";
import { buildLua } from "./lua/build-lua";
import { minify } from "./minify";
import { withHash } from "./program-version";
import { weigh, type Part } from "./weigh";

export interface Build {
  /** The built file: what the simulator runs and the chip gets. For NodeMCU its init.lua, which runs mote.lua beside it. */
  bundlePath: string;
  /** All that the chip gets. */
  filePaths: string[];
  /** The source map beside it. */
  mapPath: string;
  bytes: number;
  /** What the bundle weighs, by part. */
  parts: Part[];
}

/**
 * Builds a board into dist/<name>/: main.ts, the program made for it; bundle.js or mote.lua; its source map. The same board
 * gives the same bytes.
 * @throws UserError with file and line where the firmware does not compile or uses what the interpreter lacks
 */
export function buildBoard(board: Board, root: string, outDir = join(root, "dist", board.name)): Promise<Build> {
  return buildProgram((firmware) => entry(board, firmware), board.engine, root, outDir);
}

/**
 * Builds any program of the firmware's parts, as `buildBoard` does.
 * @param source Makes the program's text; it is told the way from `outDir` to firmware/, with slashes.
 * @throws UserError as `buildBoard`
 */
export async function buildProgram(
  source: (firmware: string) => string,
  engine: Board["engine"],
  root: string,
  outDir: string,
): Promise<Build> {
  const entryPath = writeEntry(source, root, outDir);
  if (engine === "nodemcu") return buildLua(source, root, outDir, "5.3");

  const compilation = compile(entryPath, root, engine);
  addHash(compilation, entryPath);
  for (const [path, { code, map }] of compilation.files) {
    checkForEspruino(code, map, "module", relative(root, dirname(path)));
  }
  const bundled = await bundle(compilation, entryPath);
  const { code, map } = await minify(bundled.code, bundled.map, compilation.foreignProperties);
  checkForEspruino(code, map, "script", relative(root, outDir));

  const bundlePath = join(outDir, "bundle.js");
  const mapPath = `${bundlePath}.map`;
  writeFileSync(bundlePath, code, "latin1");
  writeFileSync(mapPath, map);
  return { bundlePath, filePaths: [bundlePath], mapPath, bytes: code.length, parts: weigh(code, map) };
}

function writeEntry(source: (firmware: string) => string, root: string, outDir: string): string {
  mkdirSync(outDir, { recursive: true });
  const entryPath = resolve(outDir, "main.ts");
  writeFileSync(entryPath, source(relative(outDir, join(root, "firmware")).split(sep).join("/")));
  return entryPath;
}

/** Puts the program's hash where its version stands in the entry. */
function addHash({ files }: Compilation, entryPath: string): void {
  const path = entryPath.replace(/\.ts$/, "").split(sep).join("/");
  const entry = files.get(path);
  if (entry === undefined) return;
  const others = [...files].filter(([each]) => each !== path).map(([, { code }]) => code);
  files.set(path, { ...entry, code: withHash(entry.code, others) });
}

/**
 * Joins the compiled files into one script, without what nobody uses. No function around it: on Espruino each function in a
 * function keeps its scope in three variables of its own, which would be 218 of a greenhouse's 1,629.
 */
async function bundle(compilation: Compilation, entryPath: string): Promise<{ code: string; map: string }> {
  const bundling = await rollup({
    input: entryPath.replace(/\.ts$/, ""),
    plugins: [
      {
        name: "compiled",
        resolveId: (specifier, importer) => (importer === undefined ? specifier : resolveImport(specifier, importer)),
        load: (id) => compilation.files.get(id.split(sep).join("/")),
      },
    ],
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  const { output } = await bundling.generate({
    format: "es",
    sourcemap: true,
    file: entryPath.replace(/main\.ts$/, "bundle.js"),
  });
  await bundling.close();
  return { code: output[0].code, map: JSON.stringify(output[0].map) };
}
