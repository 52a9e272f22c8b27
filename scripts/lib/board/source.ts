import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import type { Problem } from "./problem";

/** The way to a value from the top: keys and indices. */
export type Path = readonly (string | number)[];

/** The text of a board file, what stands where in it, and the problems found so far. */
export class BoardSource {
  readonly problems: Problem[] = [];
  /** Undefined when the text is no JSON at all. */
  readonly tree: Node | undefined;
  readonly #lineStarts: number[] = [0];

  /** @param path How problems name the file. */
  constructor(
    readonly path: string,
    readonly text: string,
  ) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.#lineStarts.push(at + 1);
    const errors: ParseError[] = [];
    this.tree = parseTree(text, errors, {
      disallowComments: true,
      allowTrailingComma: false,
      allowEmptyContent: false,
    });
    // What follows the first error is seldom an error of its own.
    const first = errors[0];
    if (first !== undefined) this.#add("error", first.offset, `not valid JSON: ${explainSyntax(first, text)}`);
    if (this.tree !== undefined) this.#findDuplicates(this.tree);
  }

  get hasErrors(): boolean {
    return this.problems.some(({ severity }) => severity === "error");
  }

  error(path: Path, message: string): void {
    this.#add("error", this.#offset(path), message);
  }

  warning(path: Path, message: string): void {
    this.#add("warning", this.#offset(path), message);
  }

  /** An error about a key itself and not about its value. */
  errorAtKey(path: Path, message: string): void {
    const node = this.#node(path);
    this.#add("error", node?.parent?.type === "property" ? node.parent.offset : this.#offset(path), message);
  }

  /** `12:9`, for naming a second place within a message. */
  place(path: Path): string {
    const { line, column } = this.#position(this.#offset(path));
    return `${line}:${column}`;
  }

  /** Whether the file says something there. */
  has(path: Path): boolean {
    return this.#node(path) !== undefined;
  }

  /** The value as it is written in the file: with `${NAME}` and never with what stands behind it. */
  written(path: Path): string {
    const node = this.#node(path);
    return node === undefined ? "" : this.text.slice(node.offset, node.offset + node.length);
  }

  #node(path: Path): Node | undefined {
    return this.tree === undefined ? undefined : findNodeAtLocation(this.tree, [...path]);
  }

  /** Where the value stands, or else the nearest that holds it. */
  #offset(path: Path): number {
    for (let length = path.length; length >= 0; length--) {
      const node = this.#node(path.slice(0, length));
      if (node !== undefined) return node.offset;
    }
    return 0;
  }

  #position(offset: number): { line: number; column: number } {
    let line = this.#lineStarts.length;
    while (line > 1 && (this.#lineStarts[line - 1] ?? 0) > offset) line--;
    return { line, column: offset - (this.#lineStarts[line - 1] ?? 0) + 1 };
  }

  #add(severity: Problem["severity"], offset: number, message: string): void {
    this.problems.push({ path: this.path, ...this.#position(offset), severity, message });
  }

  #findDuplicates(node: Node): void {
    const seen = new Map<unknown, number>();
    for (const child of node.children ?? []) {
      const key = node.type === "object" ? child.children?.[0] : undefined;
      if (key !== undefined) {
        const first = seen.get(key.value);
        if (first === undefined) {
          seen.set(key.value, key.offset);
        } else {
          const { line, column } = this.#position(first);
          this.#add(
            "error",
            key.offset,
            `the key ${JSON.stringify(key.value)} stands twice, first at ${line}:${column}`,
          );
        }
      }
      this.#findDuplicates(child);
    }
  }
}

const EXPECTED: Partial<Record<string, string>> = {
  InvalidNumberFormat: "expected a number such as 5, 0.5 or -1e3",
  PropertyNameExpected: 'expected a key in double quotes; JSON takes no comma before "}"',
  ValueExpected: "expected a value: text in double quotes, a number, true, false, [ or {",
  ColonExpected: 'expected ":" after the key',
  CommaExpected: 'expected "," between two entries',
  CloseBraceExpected: 'expected "}"',
  CloseBracketExpected: 'expected "]"',
  EndOfFileExpected: "expected nothing after the end of the board",
  InvalidCommentToken: "JSON has no comments; take it out",
  UnexpectedEndOfComment: "JSON has no comments; take it out",
  UnexpectedEndOfString: "the closing double quote of a text is missing",
  InvalidUnicode: "expected four hexadecimal digits after \\u",
  InvalidEscapeCharacter: 'a backslash stands only before " \\ / b f n r t u',
  InvalidCharacter: "a control character in a text: write it as \\n, \\t or \\u00XX",
  InvalidSymbol: "expected a value; text needs double quotes",
};

function explainSyntax({ error, offset, length }: ParseError, text: string): string {
  const name = printParseErrorCode(error);
  if (text.charCodeAt(0) === 0xfeff) return "the file starts with a byte order mark; save it as UTF-8 without one";
  if (name === "ValueExpected" && /^[\]}]/.test(text.slice(offset, offset + length))) {
    return "expected a value; JSON takes no comma before a closing bracket";
  }
  return EXPECTED[name] ?? "expected a JSON object";
}
