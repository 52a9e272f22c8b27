import { createRequire } from "node:module";
import type { Node } from "../../../firmware/app/node";
import type { BoardBase } from "../board/config/node";
import { engineFile, type Platform } from "../platforms/engine-files";
import { variable, type Code, type Reference, type Text } from "./code";
import type { OwnUse } from "./own-use";
import { print, referencesOf, type NameOf } from "./print";

// Loaded where a board has a program of its own: it brings the compiler, and most commands never build.
const load = createRequire(__filename);

/** Statements in the order in which they run. */
export class Block {
  readonly statements: Text[] = [];

  /** Runs an expression for what it does. */
  run(code: Code<unknown>): void {
    this.statements.push([...code.text, ";"]);
  }

  /** Gives an expression's value a name. */
  define<T>(name: string, code: Code<T>): Code<T> {
    this.statements.push([`const ${name} = `, ...code.text, ";"]);
    return variable<T>(name);
  }
}

/**
 * The program of a board while it is put together: what runs before anything else, what makes the things that the node is made
 * of, and what the started node is given. Imports are what the statements name, and no more.
 */
export class Program {
  /** For whatever has to hold from the first moment on. */
  readonly first = new Block();
  /** What the node is made of; it is not there yet. */
  readonly before = new Block();
  /** What the started node measures and drives; in safe mode none of it. */
  readonly whole = new Block();
  /** What the started node is given in either mode. */
  readonly after = new Block();
  /** The started node. */
  readonly node = variable<Node>("node");
  readonly #made = new Map<string, Code<unknown>>();

  /** The values that are kept over sleep, in the order in which they are. */
  keptIds: readonly string[] = [];

  /** What the board's own program may use; undefined where it has none. */
  readonly own: OwnUse | undefined;

  constructor(readonly board: BoardBase) {
    this.own = board.program === undefined ? undefined : ownUseOf(board.program);
  }

  /** What several users share: made where the first of them asks for it. */
  once<T>(name: string, make: () => Code<T>): Code<T> {
    const code = (this.#made.get(name) as Code<T> | undefined) ?? make();
    this.#made.set(name, code);
    return code;
  }

  /** Whether the engine has a part. */
  has(part: string): boolean {
    return engineFile(this.board, part) !== undefined;
  }
}

function ownUseOf(path: string): OwnUse {
  const { ownUse } = load("./own-use") as typeof import("./own-use");
  return ownUse(path);
}

/**
 * Statements as text, with the imports that they need in front.
 * @param firmware The way from the program's folder to firmware/, with slashes
 */
export function withImports(lines: readonly Text[], platform: Platform, firmware: string): string {
  const names = new Map<string, Set<string>>();
  const nameOf: NameOf = (reference) => {
    const file = fileOf(reference, platform);
    if (file !== undefined) names.set(file, (names.get(file) ?? new Set()).add(reference.name));
    return reference.name;
  };
  const body = lines.map((line) => print(line, nameOf)).join("\n");
  const imports = [...names]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, each]) => `import { ${[...each].sort().join(", ")} } from "${firmware}/${file}";\n`);
  return `${imports.join("")}\n${body}\n`;
}

/** Whether any of the statements names something of the program's own. */
export function names(lines: readonly Text[], name: string): boolean {
  return lines.flatMap(referencesOf).some((reference) => reference.of === "program" && reference.name === name);
}

function fileOf(reference: Reference, platform: Platform): string | undefined {
  if (reference.of === "program") return undefined;
  if (reference.of === "firmware") return reference.file;
  const file = engineFile(platform, reference.part);
  if (file === undefined) throw new Error(`${platform.engine} on ${platform.chip} has no part "${reference.part}"`);
  return file;
}
