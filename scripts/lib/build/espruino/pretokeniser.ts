import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createContext, runInContext } from "node:vm";
import * as acorn from "acorn";

type Pretokenise = (code: string) => string;

let loaded: Pretokenise | undefined;

/**
 * The pretokeniser of the package `espruino`, of which only that file is loaded: the package as a whole looks for serial ports
 * and defines globals. It wants `acorn` and its own registry as globals, so it gets a world of its own.
 */
export function pretokeniser(): Pretokenise {
  if (loaded !== undefined) return loaded;
  const atob = (text: string): string => Buffer.from(text, "base64").toString("latin1");
  const Espruino = {
    // 2: strings and integers too, for whatever interpreter.
    Config: { PRETOKENISE: 2 },
    Core: { Env: { getBoardData: () => undefined }, Utils: { atob } },
    Plugins: {} as { Pretokenise?: { tokenise: Pretokenise } },
  };
  // It asks for the JavaScript of 2020.
  const tokenizer = (code: string): ReturnType<typeof acorn.tokenizer> =>
    acorn.tokenizer(code, { ecmaVersion: "latest" });
  const file = createRequire(__filename).resolve("espruino/plugins/pretokenise.js");
  const world = createContext({ acorn: { tokenizer }, Espruino, console });
  runInContext(readFileSync(file, "utf8"), world, { filename: file });
  const plugin = Espruino.Plugins.Pretokenise;
  if (plugin === undefined) throw new Error(`${file} has defined no pretokeniser`);
  return (loaded = plugin.tokenise);
}
