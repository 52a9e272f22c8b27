import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeText } from "../files/encoding";
import { fileProblem, shownPath } from "../files/file-problem";
import { UserError } from "../user-error";
import { BoardError, type Problem } from "./problem";

/**
 * How `.env` and `.env.example` are read; boards/README.md says the same to users.
 *
 * - A line is `NAME=value`, perhaps with `export` in front and spaces around "="; or it is empty, or a comment, which begins with "#".
 * - A value in quotes, of ', " or `, is what stands between them, to the letter: no backslash and no "$" means anything. It ends in its
 *   line. Behind it a comment may stand.
 * - A value without quotes is the rest of the line without the spaces at its ends. It ends in front of a "#" that a space precedes; any
 *   other "#" belongs to it.
 * - Nothing behind "=" is no value; '' is an empty one.
 *
 * What other programs read otherwise, or may be meant otherwise, is a problem of the name that it stands behind.
 */

/** A problem of one of the names; of a line that has none where there is no name. Never with anything of a value. */
export interface LineProblem extends Problem {
  readonly name?: string;
}

export interface EnvironmentFile {
  /** As a person at the keyboard would name it. */
  readonly path: string;
  readonly values: ReadonlyMap<string, string>;
  /** Names behind which nothing stands, with their lines. */
  readonly empty: ReadonlyMap<string, number>;
  readonly problems: readonly LineProblem[];
}

/**
 * Reads a file of names and values below `root`; one that is not there has none.
 * @throws UserError when it is there and cannot be read, or is not in UTF-8
 */
export function environmentFile(root: string, name: string): EnvironmentFile {
  const file = join(root, name);
  const path = shownPath(file);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A link that leads to nothing is there.
    const isThere = code !== "ENOENT" || lstatSync(file, { throwIfNoEntry: false }) !== undefined;
    if (!isThere) return parseEnvironment("", path);
    // Reading a folder is refused without its name.
    const problem = fileProblem(Object.assign(error as Error, { path: file }));
    throw problem === undefined ? error : new UserError(problem);
  }
  const decoded = decodeText(bytes);
  if ("problem" in decoded) {
    const { problem: message, line, column } = decoded;
    throw new BoardError([{ path, line, column, severity: "error", message }]);
  }
  const parsed = parseEnvironment(decoded.text, path);
  if (!decoded.hasMark) return parsed;
  const message = "the file starts with a byte order mark, which is left out; save it as UTF-8 without one";
  const mark: LineProblem = { path, line: 1, column: 1, severity: "warning", message };
  return { ...parsed, problems: [mark, ...parsed.problems] };
}

/** @param path How problems name the file. */
export function parseEnvironment(text: string, path: string): EnvironmentFile {
  const values = new Map<string, string>();
  const empty = new Map<string, number>();
  const problems: LineProblem[] = [];
  const lines = new Map<string, number>();
  text.split(/\r\n|\n|\r/).forEach((written, index) => {
    const line = index + 1;
    if (/^[ \t]*(#|$)/.test(written)) return;
    const [, before, name, rest] = /^([ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=)(.*)$/s.exec(written) ?? [];
    const tell = (severity: Problem["severity"], message: string, column = 1): void => {
      problems.push({ path, line, column, severity, message, ...(name === undefined ? {} : { name }) });
    };
    if (before === undefined || name === undefined || rest === undefined) {
      tell("warning", "this line is no NAME=value, and is left out; a comment begins with #");
      return;
    }
    const first = lines.get(name);
    if (first !== undefined) tell("error", `${name} stands twice, first in line ${first}; take one of them out`);
    lines.set(name, line);
    values.delete(name);
    empty.delete(name);
    const { value, error, warning } = valueOf(rest);
    const column = before.length + 1;
    if (error !== undefined) tell("error", `${name}: ${error}`, column);
    if (warning !== undefined) tell("warning", `${name}: ${warning}`, column);
    if (value === undefined) empty.set(name, line);
    else values.set(name, value);
  });
  return { path, values, empty, problems };
}

interface Value {
  /** Undefined where nothing stands. */
  value?: string;
  error?: string;
  warning?: string;
}

/** @param rest What stands behind "=" */
function valueOf(rest: string): Value {
  // A tab is nothing that a person does not see.
  if (/[\0-\x08\x0b-\x1f\x7f]/.test(rest)) return { value: rest, error: "a control character stands in the value" };
  const trimmed = rest.replace(/^[ \t]+/, "");
  const quote = /^['"`]/.exec(trimmed)?.[0];
  const read = quote === undefined ? unquotedValue(rest) : quotedValue(trimmed, quote);
  const unseen = UNSEEN.test(read.value ?? "")
    ? "a character that is not seen stands in the value; look whether it belongs there"
    : undefined;
  return { ...read, warning: read.warning ?? unseen };
}

/** Spaces of other kinds, and what takes no room: it came in by copying, mostly. */
const UNSEEN = /[\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]/;

function quotedValue(text: string, quote: string): Value {
  const end = text.indexOf(quote, 1);
  if (end < 0) {
    return {
      value: text,
      error:
        `the quote ${quote} is opened and not closed in this line; close it, or where it belongs to the value, ` +
        "put quotes of another kind around all of it",
    };
  }
  const value = text.slice(1, end);
  if (!/^[ \t]*$|^[ \t]+#/.test(text.slice(end + 1))) {
    return {
      value,
      error:
        `the value ends at the second ${quote}, and something follows; where the quotes belong to the value, ` +
        "put quotes of another kind around all of it",
    };
  }
  if (quote === '"' && value.includes("\\")) {
    return {
      value,
      error:
        "a backslash between double quotes, which other programs read as the beginning of something else; " +
        "put single quotes around the value, where a backslash is a backslash",
    };
  }
  return { value };
}

function unquotedValue(rest: string): Value {
  const comment = /[ \t]#/.exec(rest);
  const written = comment === null ? rest : rest.slice(0, comment.index);
  const value = written.replace(/^[ \t]+|[ \t]+$/g, "");
  if (value === "") return {};
  if (comment !== null) {
    return {
      value,
      warning:
        "what follows the # is taken for a comment; where it belongs to the value, put single quotes around all of it, " +
        "and where not, around the value",
    };
  }
  if (/^[“”„‟‘’‚‛«»]/.test(value)) {
    return {
      value,
      warning:
        "the quotes are of a kind for print, and so belong to the value; where they do not, write ' in their place",
    };
  }
  if (/[ \t]$/.test(written)) {
    return {
      value,
      warning: "the spaces at the end are left out; take them away, or put single quotes around all of it",
    };
  }
  return { value };
}
