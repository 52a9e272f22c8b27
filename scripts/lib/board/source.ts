import {
  createScanner,
  findNodeAtLocation,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from "jsonc-parser";
import type { Problem } from "./problem";

/** The way to a value from the top: keys and indices. */
export type Path = readonly (string | number)[];

/** A JSON pointer, RFC 6901, as the schema validator names places. */
export function pointer(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** More brackets in each other than this no board file has; the parser, and all that looks at its tree, goes down with each. */
const MOST_BRACKETS = 64;

/** The text of a board file, what stands where in it, and the problems found so far. */
export class BoardSource {
  readonly problems: Problem[] = [];
  /** Undefined when the text is no JSON at all. */
  readonly tree: Node | undefined;
  /** Takes out of a message what came in for `${NAME}`. What a message shows is written as the file has it; this is the net below. */
  hide: (message: string) => string = (message) => message;
  readonly #lineStarts: number[] = [0];
  /** Pointers of values that have an error which says all. */
  readonly #settled = new Set<string>();
  /** Pointers of all that has an error. */
  readonly #wrong = new Set<string>();
  /** Errors by where they stand in the text. */
  readonly #errors = new Map<number, Problem>();

  /** @param path How problems name the file. */
  constructor(
    readonly path: string,
    readonly text: string,
  ) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.#lineStarts.push(at + 1);
    const tooDeep = firstTooDeep(text);
    if (tooDeep !== undefined) {
      this.#add(
        "error",
        tooDeep,
        `more than ${MOST_BRACKETS} brackets in each other; a board file has a few: take some out`,
      );
      return;
    }
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

  /** Whether something at this place or below it has an error. */
  hasErrorsAt(path: Path): boolean {
    const start = pointer(path);
    return [...this.#wrong].some((each) => each === start || each.startsWith(`${start}/`));
  }

  error(path: Path, message: string): void {
    if (this.#settled.has(pointer(path))) return;
    this.#wrong.add(pointer(path));
    this.#add("error", this.#offset(path), message);
  }

  warning(path: Path, message: string): void {
    this.#add("warning", this.#offset(path), message);
  }

  /** From now on nothing more is wrong with this value, or with one that is missing: what there is to say is said. */
  settle(path: Path): void {
    this.#settled.add(pointer(path));
  }

  /** A problem of another file. */
  add(problem: Problem): void {
    this.problems.push(problem);
  }

  /** An error about a key itself and not about its value. */
  errorAtKey(path: Path, message: string): void {
    const node = this.#node(path);
    this.#wrong.add(pointer(path));
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

  /**
   * A text for a message: as the file writes it where it stands there, with `${NAME}` and never with what stands behind it.
   * @param value What it is otherwise
   */
  shown(path: Path, value: string): string {
    const node = this.#node(path);
    return node?.type === "string" ? String(node.value) : value;
  }

  /** Whether what stands there came in for a `${NAME}`, if only in part. */
  isNamed(path: Path): boolean {
    const node = this.#node(path);
    // However its characters are written.
    return node?.type === "string" && String(node.value).includes("${");
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

  #add(severity: Problem["severity"], offset: number, told: string): void {
    const message = this.hide(told);
    const before = this.#errors.get(offset);
    if (severity === "error" && before !== undefined) {
      this.#addTo(before, message, offset);
      return;
    }
    const problem: Problem = { path: this.path, ...this.#position(offset), severity, message };
    this.problems.push(problem);
    if (severity === "error") this.#errors.set(offset, problem);
  }

  /** One place has one error: of a value the first one, of an object or a list all that there is to say. */
  #addTo(error: Problem, message: string, offset: number): void {
    if (!/^[[{]/.test(this.text.slice(offset, offset + 1)) || error.message.includes(message)) return;
    error.message += `; also: ${message}`;
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

/** Where a bracket opens that is in too many others. */
function firstTooDeep(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    // A text begins with its quote.
    const first = text[scanner.getTokenOffset()];
    if ((first === "[" || first === "{") && ++depth > MOST_BRACKETS) return scanner.getTokenOffset();
    if (first === "]" || first === "}") depth--;
  }
  return undefined;
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
