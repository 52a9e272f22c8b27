import type { Program } from "acorn";
import { passOverBlocks } from "./passed-over";
import { separateTexts } from "./texts-first";
import { MISSING_METHODS } from "./gaps";
import { COLD_NAMES } from "./shape/cold";

export interface Minified {
  code: string;
  /** Source map as JSON. */
  map: string;
}

/** Short names that the engine gives its own things (E, D25, A0 …), which a global of ours would hide from the console. */
const ENGINE_NAMES = [
  "E",
  "of",
  ...[..."ABCDEFGH"].flatMap((port) => Array.from({ length: 40 }, (_, pin) => `${port}${pin}`)),
];

/**
 * Makes the interpreter define `String` and `Object` before anything else. It looks through its globals in the order of their
 * definition, for these two each time a built-in property of a string is named.
 */
const GLOBALS_FIRST = '"".length;Number;';

/**
 * Shortens a bundle for an interpreter that reads source text as it runs: whatever is shorter is also faster, but a function
 * that is inlined where it is seldom called is read each time it is passed over, so functions stay where they are.
 * @param program Its text, or its tree (ESTree).
 * @param foreignProperties Names of properties that are not ours to shorten.
 */
export async function minify(
  program: Program | string,
  map: string,
  foreignProperties: ReadonlySet<string>,
): Promise<Minified> {
  const { minify: terser } = await import("terser");
  // A tree is an input that the package's types do not name.
  const result = await terser(program as string, {
    parse: (typeof program === "string" ? {} : { spidermonkey: true }) as object,
    ecma: 2015,
    toplevel: true,
    compress: {
      passes: 3,
      arrows: false,
      inline: 0,
      reduce_funcs: false,
      reduce_vars: false,
      collapse_vars: false,
      sequences: false,
      keep_fargs: false,
      pure_getters: true,
      unsafe: false,
    },
    mangle: {
      toplevel: true,
      reserved: [...ENGINE_NAMES, ...COLD_NAMES],
      // A shortened name that happens to be a missing method's, such as "at", would be taken for that method.
      properties: { builtins: true, keep_quoted: true, reserved: [...foreignProperties, ...MISSING_METHODS] },
    },
    format: { ascii_only: true, preamble: GLOBALS_FIRST },
    sourceMap: { content: map, filename: "bundle.js" },
  });
  if (result.code === undefined || typeof result.map !== "string") {
    throw new Error("terser gave no code");
  }
  return separateTexts(passOverBlocks({ code: result.code, map: result.map }));
}
