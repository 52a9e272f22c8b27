import { normalize } from "node:path";
import type ts from "typescript";
import type { Plugin, ProcessedFile } from "typescript-to-lua";

/** The Lua of one file, before its imports are resolved. */
type Module = Pick<ProcessedFile, "code" | "sourceMapNode">;

/** What was made of a file, by what was left of its text: boards use different parts of it. */
export type ModulesOfFile = Map<string, Module>;

/**
 * Has a program's files compiled that were not before, and joins them with those that were: a board brings one file of its own,
 * and shares the others with all that are built in this process.
 */
export class KnownModules {
  /** The files to compile. */
  readonly fresh: ts.SourceFile[];
  /** To be the last one. */
  readonly plugin: Plugin;
  readonly #program: ts.Program;
  readonly #modulesOf: (file: ts.SourceFile) => ModulesOfFile;
  readonly #made = new Map<ts.SourceFile, Module>();

  /** @param modulesOf What is known of a file, as long as no file says something else */
  constructor(program: ts.Program, modulesOf: (file: ts.SourceFile) => ModulesOfFile) {
    this.#program = program;
    this.#modulesOf = modulesOf;
    this.fresh = this.#files().filter((file) => this.#known(file) === undefined);
    this.plugin = { afterPrint: (_program, _options, _host, files) => this.#join(files) };
  }

  /** Keeps what was compiled, when it is known that there was nothing wrong with it. */
  keep(): void {
    for (const [file, module] of this.#made) this.#modulesOf(file).set(file.text, module);
  }

  #known(file: ts.SourceFile): Module | undefined {
    return this.#modulesOf(file).get(file.text);
  }

  /** In the order in which the compiler takes all of them. */
  #join(compiled: ProcessedFile[]): void {
    const made = new Map(compiled.map((file) => [file.fileName, file]));
    const all = this.#files().map((file): ProcessedFile => {
      const fileName = normalize(file.fileName);
      const own = made.get(fileName);
      // A copy: the compiler writes resolved imports into what it gets.
      if (own !== undefined) this.#made.set(file, { code: own.code, sourceMapNode: own.sourceMapNode });
      return own ?? { fileName, sourceFiles: [file], ...this.#known(file)! };
    });
    compiled.splice(0, Infinity, ...all);
  }

  #files(): ts.SourceFile[] {
    return this.#program.getSourceFiles().filter((file) => !file.isDeclarationFile);
  }
}
