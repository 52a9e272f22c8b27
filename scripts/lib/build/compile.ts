import { dirname, join, relative, resolve, sep } from "node:path";
import ts from "typescript";
import { createCachingHost, diagnosticsOf, madeOf } from "./checked-files";
import { lower } from "./espruino/lower";
import { objectTests } from "./object-tests";
import { concernsOwn, isOwn, ownProgram, problemsOfOwn } from "./own-program";
import { UserError } from "../user-error";

/** What the compiler made of one firmware file. */
export interface CompiledFile {
  code: string;
  map: string;
}

export interface Compilation {
  /** Compiled files by the path of their source without its ".ts". */
  files: Map<string, CompiledFile>;
  /** Properties that belong to the engine or the language, and so keep their names. */
  foreignProperties: Set<string>;
  /** Of those files the board's own program, with what it imports. */
  own: ReadonlySet<string>;
}

/**
 * Compiles a board's entry and all it imports, in memory, with the options of firmware/tsconfig.json. Types are checked and
 * `const enum` members become numbers across files, which only the whole program can do.
 * @param entryText What stands in the entry, which then need not be on the disk
 * @param ownPath The board's own program, which is compiled to what the interpreter knows
 * @throws UserError with file:line:column of every error
 */
export function compile(
  entryPath: string,
  root: string,
  engine: string,
  entryText?: string,
  ownPath?: string,
): Compilation {
  const configPath = join(root, "firmware/tsconfig.json");
  const config = ts.getParsedCommandLineOfConfigFile(
    configPath,
    { isolatedModules: false, noEmit: false, removeComments: true, sourceMap: true, rootDir: undefined },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (problem) => fail([problem], root) },
  );
  if (config === undefined) {
    throw new UserError(`${configPath}: cannot be read`);
  }
  const globals = join(root, "firmware/engine", engine, "globals.d.ts");
  const options = { ...config.options, outDir: undefined };
  const kind = `${configPath} ${engine}`;
  const program = ts.createProgram([entryPath, globals], options, hostWith(entryText, kind, entryPath, options));
  const own = ownProgram(ownPath);
  const engineFiles = new Set([globals.split(sep).join("/")]);
  const check = (file: ts.SourceFile): ts.Diagnostic[] =>
    own === undefined ? [] : problemsOfOwn(own, file, program.getTypeChecker(), engineFiles);
  fail(
    diagnosticsOf(kind, program, check).filter((each) => concernsOwn(own, each)),
    root,
  );
  const sources = program.getSourceFiles().filter((source) => !source.isDeclarationFile);
  const nameOf = ({ fileName }: ts.SourceFile): string => fileName.replace(/\.ts$/, "");
  const ownSources = sources.filter(({ fileName }) => isOwn(own, fileName));
  return {
    files: new Map(
      sources.map((source) => [
        nameOf(source),
        ownSources.includes(source)
          ? lower(source.fileName, source.text)
          : madeOf(kind, source, () => compiledFile(program, source)),
      ]),
    ),
    foreignProperties: declaredProperties(program.getSourceFiles().filter((source) => source.isDeclarationFile)),
    own: new Set(ownSources.map(nameOf)),
  };
}

function hostWith(
  entryText: string | undefined,
  kind: string,
  entryPath: string,
  options: ts.CompilerOptions,
): ts.CompilerHost {
  if (entryText === undefined) return createCachingHost(kind, entryPath, options);
  const isEntry = (path: string): boolean => resolve(path) === resolve(entryPath);
  const host = createCachingHost(kind, entryPath, options, (path) =>
    isEntry(path) ? entryText : ts.sys.readFile(path),
  );
  const fileExists = host.fileExists.bind(host);
  host.fileExists = (path) => isEntry(path) || fileExists(path);
  return host;
}

function compiledFile(program: ts.Program, source: ts.SourceFile): CompiledFile {
  const file: CompiledFile = { code: "", map: "" };
  const write: ts.WriteFileCallback = (path, text) => {
    file[path.endsWith(".map") ? "map" : "code"] = text;
  };
  program.emit(source, write, undefined, false, { before: [objectTests(program.getTypeChecker())] });
  return file;
}

function fail(problems: readonly ts.Diagnostic[], root: string): void {
  if (problems.length > 0) {
    throw new UserError(
      ...problems
        .map(({ file, start, messageText }) => {
          const text = ts.flattenDiagnosticMessageText(messageText, "\n");
          if (file === undefined || start === undefined) {
            return `error: ${text}`;
          }
          const { line, character } = file.getLineAndCharacterOfPosition(start);
          return `${relative(root, file.fileName)}:${line + 1}:${character + 1}: error: ${text}`;
        })
        .flatMap((problem) => problem.split("\n")),
    );
  }
}

/** The names of all members of the interfaces and object types that the files declare. */
function declaredProperties(files: readonly ts.SourceFile[]): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeElement(node) && node.name !== undefined) {
      names.add(ts.isIdentifier(node.name) || ts.isStringLiteral(node.name) ? node.name.text : node.name.getText());
    }
    ts.forEachChild(node, visit);
  };
  files.forEach(visit);
  return names;
}

/** The source path that an import in `importer` means. */
export function resolveImport(specifier: string, importer: string): string {
  return join(dirname(importer), specifier);
}
