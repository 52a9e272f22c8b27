import { dirname, join, relative, sep } from "node:path";
import { rollup } from "@rollup/wasm-node";
import type { Built, ProgramToBuild } from "../types";
import { compile, resolveImport, type Compilation } from "../compile";
import { checkForEspruino } from "./check";
import { HELPERS, HELPERS_CODE } from "./lower";
import { partsOf } from "./shape/apart";
import { shape } from "./shape/shape";
import { minify } from "./minify";
import { tokenise } from "./tokens";
import { chipMemory } from "./variables/chip-memory";
import { variableUse } from "./variables/use";
import { withHash } from "../../program/version";
import { weigh } from "../weigh";

/** Builds a program for Espruino: bundle.js. @throws UserError as `buildBoard` */
export async function buildEspruino(program: ProgramToBuild): Promise<Built> {
  const { platform, tokens, source, root, own } = program;
  const entryPath = join(root, "main.ts");
  const compilation = compile(entryPath, root, platform.engine, source("./firmware"), own);
  addHash(compilation, entryPath);
  for (const [path, { code, map }] of compilation.files) {
    checkForEspruino(code, map, "module", relative(root, dirname(path)));
  }
  const bundled = await bundle(compilation, entryPath);
  const apart = partsOf(bundled);
  const reserved = new Set([...compilation.foreignProperties, ...apart.properties]);
  const minified = await minify(shape(bundled.code, apart), bundled.map, reserved);
  checkForEspruino(minified.code, minified.map, "script", "");
  const { code, map } = tokens ? tokenise(minified.code, minified.map) : minified;
  return {
    files: { "bundle.js": code },
    chipFiles: ["bundle.js"],
    map: { name: "bundle.js.map", text: map },
    bytes: code.length,
    parts: weigh(code, map),
    variables: variableUse(minified, tokens, chipMemory(platform.chip).layout),
  };
}

/** A script with its source map. */
interface Bundled {
  code: string;
  map: string;
  /** The pieces of it that are the board's own program. */
  own: readonly string[];
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
export async function bundle(compilation: Compilation, entryPath: string): Promise<Bundled> {
  const bundling = await rollup({
    input: entryPath.replace(/\.ts$/, ""),
    plugins: [
      {
        name: "compiled",
        resolveId: (specifier, importer) =>
          importer === undefined || specifier === HELPERS ? specifier : resolveImport(specifier, importer),
        load: (id) => (id === HELPERS ? HELPERS_CODE : compilation.files.get(id.split(sep).join("/"))),
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
  const [{ code, map, modules }] = output;
  const own = Object.entries(modules)
    .filter(([id]) => id === HELPERS || compilation.own.has(id.split(sep).join("/")))
    .flatMap(([, module]) => module.code ?? []);
  return { code, map: JSON.stringify(map), own };
}
