import { basename, dirname, join, relative, resolve, sep } from "node:path";
import ts from "typescript";
import type { Plugin } from "typescript-to-lua";
import { OWN } from "../../program/own-import";

/**
 * Where the board's own program seems to lie. Modules are named after their way from the root, so a program that lies elsewhere seems to
 * be in a folder there; people are told its own path.
 */
export class OwnHome {
  readonly #folder: string;
  readonly #seeming: string;

  /** @param entry The program's file */
  constructor(
    readonly entry: string,
    readonly root: string,
  ) {
    this.#folder = withSlashes(dirname(resolve(entry)));
    const isBelow = !relative(root, this.#folder).startsWith("..");
    this.#seeming = isBelow ? this.#folder : withSlashes(join(root, "program"));
  }

  /** Where a file seems to be. */
  seeming(path: string): string {
    return moved(path, this.#folder, this.#seeming);
  }

  /** Where it is. */
  real(path: string): string {
    return moved(path, this.#seeming, this.#folder);
  }

  /** The generated program with the import of the other one as it seems to be. @param from The folder of the generated one */
  inText(text: string, from: string): string {
    const way = withSlashes(relative(from, join(this.#seeming, basename(this.entry, ".ts"))));
    return text.replace(new RegExp(`^import ${OWN} from ".*";$`, "m"), () => `import ${OWN} from "./${way}";`);
  }

  /** Has a compiler find its files. */
  openTo(host: ts.CompilerHost, options: ts.CompilerOptions): void {
    if (this.#seeming === this.#folder) return;
    const { fileExists } = host;
    host.fileExists = (path) => fileExists(this.real(path));
    host.directoryExists = (path) => ts.sys.directoryExists(this.real(path));
    host.resolveModuleNameLiterals = (names, from) =>
      names.map(({ text }) => {
        const own = ts.resolveModuleName(text, this.real(from), options, host).resolvedModule;
        const found = own ?? ts.resolveModuleName(text, from, options, host).resolvedModule;
        return {
          resolvedModule:
            found === undefined ? undefined : { ...found, resolvedFileName: this.seeming(found.resolvedFileName) },
        };
      });
  }

  /** Has the compiler to Lua find them. */
  get plugin(): Plugin {
    return {
      moduleResolution: (name, from) => {
        const target = withSlashes(resolve(dirname(from), name));
        return this.real(target) === target ? undefined : `${target}.ts`;
      },
    };
  }
}

function moved(path: string, from: string, to: string): string {
  const name = withSlashes(path);
  return from !== to && (name === from || name.startsWith(`${from}/`)) ? to + name.slice(from.length) : path;
}

function withSlashes(path: string): string {
  return path.split(sep).join("/");
}
