import { basename, dirname, join, relative } from "node:path";
import ts from "typescript";
import { LuaLibImportKind, LuaTarget, Transpiler, type CompilerOptions } from "typescript-to-lua";
import { UserError } from "../user-error";
import { byteStrings } from "./byte-strings";
import { BIT_FUNCTIONS, numbers, ZEROS_FUNCTION } from "./numbers";

export type LuaVersion = "5.1" | "5.3";

export interface LuaProgram {
  /** One chunk, a byte string. */
  code: string;
  /** Its source map as JSON. */
  map: string;
}

/**
 * Compiles a board's entry and all it imports to one chunk of Lua. Types are checked by the same compiler as for the other
 * engine.
 * @throws UserError with file:line:column of every error, and of what Lua could not run as it is meant
 */
export function compileLua(entryPath: string, root: string, engine: string, version: LuaVersion): LuaProgram {
  const folder = dirname(entryPath);
  const options: CompilerOptions = {
    luaTarget: version === "5.1" ? LuaTarget.Lua51 : LuaTarget.Lua53,
    luaLibImport: LuaLibImportKind.RequireMinimal,
    luaBundle: "program.lua",
    luaBundleEntry: entryPath,
    
    noImplicitSelf: true,
    noHeader: true,
    removeComments: true,
    sourceMap: true,
    lib: ["lib.es5.d.ts"],
    types: [],
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    rootDir: root,
    outDir: folder,
  };
  const globals = join(root, "firmware/engine", engine, "globals.d.ts");
  const program = ts.createProgram([entryPath, globals], options, withoutSelf(options, globals));
  const files = new Map<string, string>();
  const { diagnostics } = new Transpiler().emit({
    program,
    plugins: [byteStrings, numbers],
    writeFile: (path, text) => void files.set(basename(path), text),
  });
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problems.length > 0) throw new UserError(problems.map((problem) => describe(problem, root)).join("\n"));
  const bundle = files.get("program.lua");
  if (bundle === undefined) throw new Error("typescript-to-lua made no bundle");
  const prelude = (/\bbit\./.test(bundle) ? BIT_FUNCTIONS : "") + (/\bzeros\(/.test(bundle) ? ZEROS_FUNCTION : "");
  return { code: prelude + bundle, map: files.get("program.lua.map") ?? "" };
}

/**
 * Reads the firmware so that methods of its interfaces have no `self`, which they do not use: each call would pass it. Objects
 * of the engine do have it, by the `this` in their declarations.
 */
function withoutSelf(options: ts.CompilerOptions, globals: string): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true);
  const { readFile } = host;
  const read = (path: string): string | undefined => {
    const text = readFile(path);
    if (text === undefined || path.includes("/node_modules/") || path === globals) return text;
    // In the same line: positions are told to people.
    return text.replace(/^(export )?interface /gm, "/** @noSelf */ $&");
  };
  host.readFile = read;
  host.getSourceFile = (path, languageVersion) => {
    const text = read(path);
    return text === undefined ? undefined : ts.createSourceFile(path, text, languageVersion, true);
  };
  return host;
}

function describe({ file, start, messageText }: ts.Diagnostic, root: string): string {
  const text = ts.flattenDiagnosticMessageText(messageText, "\n");
  if (file === undefined || start === undefined) return `error: ${text}`;
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return `${relative(root, file.fileName)}:${line + 1}:${character + 1}: error: ${text}`;
}
