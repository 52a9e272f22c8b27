import { dirname, join, relative, sep } from "node:path";
import { rollup } from "@rollup/wasm-node";
import type { Built, ProgramToBuild } from "../types";
import { compile, resolveImport, type Compilation } from "../compile";
import { checkForEspruino } from "./check";
import { shape } from "./shape/shape";
import { minify } from "./minify";
import { tokenise } from "./tokens";
import { variableUse } from "./variables/use";
import { withHash } from "../../program/version";
import { weigh } from "../weigh";

/** Builds a program for Espruino: bundle.js. @throws UserError as `buildBoard` */
export async function buildEspruino(program: ProgramToBuild): Promise<Built> {
  const { entryPath, platform, tokens, source, root, outDir } = program;
  const firmware = relative(outDir, join(root, "firmware")).split(sep).join("/");
  const compilation = compile(entryPath, root, platform.engine, source(firmware));
  addHash(compilation, entryPath);
  for (const [path, { code, map }] of compilation.files) {
    checkForEspruino(code, map, "module", relative(root, dirname(path)));
  }
  const bundled = await bundle(compilation, entryPath);
  const minified = await minify(shape(bundled.code), bundled.map, compilation.foreignProperties);
  checkForEspruino(minified.code, minified.map, "script", relative(root, outDir));
  const { code, map } = tokens ? tokenise(minified.code, minified.map) : minified;
  return {
    files: { "bundle.js": code },
    chipFiles: ["bundle.js"],
    map: { name: "bundle.js.map", text: map },
    bytes: code.length,
    parts: weigh(code, map),
    variables: variableUse(minified, tokens),
  };
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
export async function bundle(compilation: Compilation, entryPath: string): Promise<{ code: string; map: string }> {
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
