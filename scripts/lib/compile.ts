import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { objectTests } from "./object-tests";
import { UserError } from "./user-error";

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
}

/**
 * Compiles a board's entry and all it imports, in memory, with the options of firmware/tsconfig.json. Types are checked and
 * `const enum` members become numbers across files, which only the whole program can do.
 * @throws UserError with file:line:column of every error
 */
export function compile(entryPath: string, root: string, engine: string): Compilation {
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
  const program = ts.createProgram([entryPath, globals], { ...config.options, outDir: undefined });
  fail(ts.getPreEmitDiagnostics(program), root);
  const files = new Map<string, CompiledFile>();
  const write: ts.WriteFileCallback = (path, text) => {
    const source = path.replace(/\.js(\.map)?$/, "");
    const file = files.get(source) ?? { code: "", map: "" };
    files.set(source, path.endsWith(".map") ? { ...file, map: text } : { ...file, code: text });
  };
  program.emit(undefined, write, undefined, false, { before: [objectTests(program.getTypeChecker())] });
  return {
    files,
    foreignProperties: declaredProperties(program.getSourceFiles().filter((source) => source.isDeclarationFile)),
  };
}

function fail(problems: readonly ts.Diagnostic[], root: string): void {
  if (problems.length > 0) {
    throw new UserError(
      problems
        .map(({ file, start, messageText }) => {
          const text = ts.flattenDiagnosticMessageText(messageText, "\n");
          if (file === undefined || start === undefined) {
            return `error: ${text}`;
          }
          const { line, character } = file.getLineAndCharacterOfPosition(start);
          return `${relative(root, file.fileName)}:${line + 1}:${character + 1}: error: ${text}`;
        })
        .join("\n"),
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
