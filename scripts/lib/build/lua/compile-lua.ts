import { basename, join, relative, resolve, sep } from "node:path";
import ts from "typescript";
import { LuaLibImportKind, LuaTarget, Transpiler, type CompilerOptions } from "typescript-to-lua";
import { chipInPlaceOf, type Platform } from "../../platforms/engine-files";
import { createCachingHost, diagnosticsOf, madeOf } from "../checked-files";
import { UserError } from "../../user-error";
import { byteStrings } from "./byte-strings";
import { constants } from "./constants";
import { concatenation } from "./concatenation";
import { KnownModules, type ModulesOfFile } from "./known-modules";
import { checkLibrary } from "./library";
import { loadLightly } from "./loading";
import { concernsOwn, ownProgram, problemsOfOwn, type OwnProgram } from "../own-program";
import { BIT_FUNCTIONS, LOG_FUNCTION, numbers, ZEROS_FUNCTION } from "./numbers";
import type { LuaVersion } from "../../packages/puc-lua";
import { OwnHome } from "./own-home";
import { luaProblemsOfOwn } from "./own-problems";
import { NEAREST_FUNCTION, rounding } from "./rounding";
import { stringLiterals } from "./string-literals";
import { tryCalls } from "./try-calls";
import { unusedCode, without, type Uses } from "./used-code";
import { arraysAsMemory, zeroBased } from "./zero-based";

export type { LuaVersion };

export interface LuaProgram {
  /** One chunk, a byte string. */
  code: string;
  /** Its source map as JSON. */
  map: string;
}

/** What is remembered of a firmware file from one board to the next. */
interface KnownOfFile {
  uses: Map<ts.Statement, Uses>;
  modules: ModulesOfFile;
}

/**
 * Compiles a program of the firmware's parts to one chunk of Lua.
 * @param source Makes its text; it is told the way to firmware/.
 * @param root What firmware/ is in: sources are told by their way from there, and the text itself is main.ts.
 * @param chip Whose modules of NodeMCU it may name.
 * @param ownPath The file of the board's own program, where it has one.
 * @throws UserError with file:line:column of every error, and of what Lua could not run as it is meant
 */
export function compileLua(
  source: (firmware: string) => string,
  root: string,
  version: LuaVersion,
  chip: Platform["chip"] = "esp32",
  ownPath?: string,
): LuaProgram {
  // Modules are named after their way from the root, so that is where the program seems to stand.
  const entryPath = withSlashes(join(root, "board.ts"));
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
    outDir: join(root, "dist/lua"),
  };
  const home = ownPath === undefined ? undefined : new OwnHome(ownPath, root);
  const own = home === undefined ? undefined : seemingProgram(home);
  const real = (path: string): string => (home === undefined ? path : home.real(path));
  const problemsOf = (problems: readonly ts.Diagnostic[]): UserError =>
    new UserError(...problems.flatMap((problem) => describe(problem, root, entryPath, real).split("\n")));
  const globals = withSlashes(
    join(root, "firmware/engine/nodemcu", chipInPlaceOf({ engine: "nodemcu", chip }), "globals.d.ts"),
  );
  const read = (unused: ReturnType<typeof unusedCode>): ts.Program => {
    // Without what is not used it is as sound as it was with it.
    const settings: CompilerOptions = { ...options, noCheck: unused.size > 0 };
    const text = source("./firmware");
    const ownText = home === undefined ? text : home.inText(text, root);
    const host = hostWithoutSelf(options, globals, entryPath, ownText, unused, real);
    home?.openTo(host, settings);
    return ts.createProgram([entryPath, globals], settings, host);
  };
  const whole = read(new Map());
  const checker = whole.getTypeChecker();
  const kind = kindOf(globals, options);
  const engineFiles = new Set([globals]);
  const faults = diagnosticsOf(kind, whole, (file) => [
    ...arraysAsMemory(file, checker),
    ...(own === undefined ? [] : problemsOfOwn(own, file, checker, engineFiles)),
    ...(own === undefined ? [] : luaProblemsOfOwn(own, file, checker, version)),
  ]).filter((each) => concernsOwn(own, each));
  if (faults.length > 0) throw problemsOf(faults);
  const known = (file: ts.SourceFile): KnownOfFile =>
    madeOf(kind, file, () => ({ uses: new Map(), modules: new Map() }));
  const program = read(unusedCode(whole, entryPath, (file) => known(file).uses));
  const modules = new KnownModules(program, (file) => known(whole.getSourceFile(file.fileName) ?? file).modules);
  const files = new Map<string, string>();
  const { diagnostics } = new Transpiler().emit({
    program,
    sourceFiles: modules.fresh,
    plugins: [
      ...[constants, byteStrings, numbers, stringLiterals, concatenation, rounding, tryCalls, zeroBased],
      modules.plugin,
      ...(home === undefined ? [] : [home.plugin]),
    ],
    writeFile: (path, text) => void files.set(basename(path), text),
  });
  if (diagnostics.length > 0) throw problemsOf(diagnostics);
  modules.keep();
  const made = files.get("program.lua");
  if (made === undefined) throw new Error("typescript-to-lua made no bundle");
  const bundle = loadLightly(made, basename(entryPath, ".ts"));
  const prelude =
    (/\bbit\./.test(bundle) ? BIT_FUNCTIONS : "") +
    (/\bln\(/.test(bundle) ? LOG_FUNCTION : "") +
    (/\bnearest\(/.test(bundle) ? NEAREST_FUNCTION : "") +
    (/\bzeros\(/.test(bundle) ? ZEROS_FUNCTION : "");
  checkLibrary(bundle, version);
  const map = JSON.parse(files.get("program.lua.map") ?? "{}") as { sources: string[]; mappings: string };
  map.mappings = ";".repeat(prelude.split("\n").length - 1) + map.mappings;
  map.sources = map.sources.map((path) => {
    // The compiler tells each file's way from where it would have been written alone; all are below the root.
    const file = resolve(root, path.replace(/^(\.\.\/)+/, ""));
    return withSlashes(file) === entryPath ? "main.ts" : withSlashes(relative(root, real(file)));
  });
  return { code: prelude + bundle, map: JSON.stringify(map) };
}

/** The board's own program, by where its files seem to be. */
function seemingProgram(home: OwnHome): OwnProgram | undefined {
  const own = ownProgram(home.entry);
  if (own === undefined) return undefined;
  return { entry: home.seeming(own.entry), paths: new Set([...own.paths].map((path) => home.seeming(path))) };
}

/** As the compiler names a file, on Windows too. */
function withSlashes(path: string): string {
  return path.split(sep).join("/");
}

/**
 * Reads the firmware so that methods of its interfaces have no `self`, which they do not use: each call would pass it. Objects
 * of the engine do have it, by the `this` in their declarations.
 */
function hostWithoutSelf(
  options: ts.CompilerOptions,
  globals: string,
  entryPath: string,
  entryText: string,
  unused: ReadonlyMap<string, readonly (readonly [start: number, end: number])[]>,
  real: (path: string) => string,
): ts.CompilerHost {
  const read = (path: string): string | undefined => {
    const text = path === entryPath ? entryText : ts.sys.readFile(real(path));
    if (text === undefined || path.includes("/node_modules/") || path === globals) return text;
    // In the same line: positions are told to people.
    return without(text.replace(/^(export )?interface /gm, "/** @noSelf */ $&"), unused.get(path) ?? []);
  };
  const host = createCachingHost(
    `${kindOf(globals, options)}${unused.size > 0 ? " used" : ""}`,
    entryPath,
    options,
    read,
  );
  const { fileExists } = host;
  host.fileExists = (path) => path === entryPath || fileExists(path);
  return host;
}

/** A file may be sound with what one chip's modules have, and not with another's. */
function kindOf(globals: string, { luaTarget }: CompilerOptions): string {
  return `Lua ${luaTarget} ${globals}`;
}

function describe(
  { file, start, messageText }: ts.Diagnostic,
  root: string,
  entryPath: string,
  real: (path: string) => string,
): string {
  const text = ts.flattenDiagnosticMessageText(messageText, "\n");
  if (file === undefined || start === undefined) return `error: ${text}`;
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const path = file.fileName === entryPath ? "main.ts" : relative(root, real(file.fileName));
  return `${path}:${line + 1}:${character + 1}: error: ${text}`;
}
