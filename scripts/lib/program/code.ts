import { literal, MAC_MARK, SHORT_MAC_MARK } from "../bytes";

/**
 * Pieces of a board's program, typed by what they give when the chip runs them. A call to a driver is made of the driver's own
 * types (`typeof import(…)`), so that an option that is missing, misspelt or of another type is an error of `npm run typecheck`.
 */

declare const gives: unique symbol;

/** An expression whose value is a `T`. */
export interface Code<out T> {
  readonly text: Text;
  readonly [gives]?: T;
}

/** What an expression is written with. */
export type Text = readonly Piece[];
type Piece = string | Reference | Group;

/** A name that stands elsewhere: in a file of the firmware, in an engine's file for a part of it, or in the program itself. */
export type Reference =
  | { readonly of: "firmware"; readonly file: string; readonly name: string }
  | { readonly of: "engine"; readonly part: string; readonly name: string }
  | { readonly of: "program"; readonly name: string };

/** Several expressions in brackets: on one line where they fit. */
export interface Group {
  readonly brackets: "()" | "[]" | "{}";
  readonly entries: readonly Text[];
}

/** What can be written where a `T` is expected: a piece of program, or a value that is known when the program is made. */
export type Given<T> =
  | Code<T>
  | (T extends string | number | boolean | undefined
      ? T
      : T extends (...args: never[]) => unknown
        ? never
        : T extends readonly (infer Entry)[]
          ? readonly Given<Entry>[]
          : T extends object
            ? { readonly [Key in keyof T]: Given<T[Key]> }
            : never);

/** What a file exports, to be used in a program; functions can be called. */
export type Module<Exports> = { readonly [Name in keyof Exports]: Callable<Exports[Name]> };

/** A piece of program that can be called where what it gives is a function. */
export type Callable<T> = Code<T> &
  (T extends (...args: infer Args) => infer Result
    ? (...args: { [Index in keyof Args]: Given<Args[Index]> }) => Code<Result>
    : unknown);

/**
 * A file of the firmware: `firmware<typeof import("../../../firmware/sensors/ntc")>("sensors/ntc")`. That type and path are of the
 * same file is held by a test.
 */
export function firmware<Exports>(file: string): Module<Exports> {
  return moduleOf((name) => ({ of: "firmware", file, name }));
}

/** A program's own name. */
export function variable<T>(name: string): Callable<T> {
  return callable({ of: "program", name }) as Callable<T>;
}

export function moduleOf<Exports>(reference: (name: string) => Reference): Module<Exports> {
  return new Proxy({}, { get: (_, name) => callable(reference(String(name))) }) as Module<Exports>;
}

function callable(reference: Reference): unknown {
  const code: Code<unknown> = { text: [reference] };
  return Object.assign((...args: unknown[]) => call(code, args), code);
}

function call(callee: Code<unknown>, args: readonly unknown[]): Code<unknown> {
  return { text: [...callee.text, { brackets: "()", entries: args.map(written) }] };
}

/** A value as an expression; texts are byte strings. */
export function value<T>(given: Given<T>): Code<T> {
  return { text: written(given) };
}

/** A property of what an expression gives. */
export function member<T, Name extends keyof T & string>(of: Code<T>, name: Name): Callable<T[Name]> {
  const code: Code<T[Name]> = { text: [...of.text, `.${name}`] };
  return Object.assign((...args: unknown[]) => call(code, args), code) as Callable<T[Name]>;
}

/** An entry of a list. */
export function entry<T>(of: Code<readonly T[]>, index: number): Code<T> {
  return { text: [...of.text, `[${index}]`] };
}

/** A function without parameters that gives an expression's value. */
export function later<T>(code: Code<T>): Code<() => T> {
  return { text: ["() => ", ...code.text] };
}

/** A function. @param body Is given its parameters, which are called `names` */
export function lambda<Parameters extends readonly unknown[], T>(
  names: { readonly [Index in keyof Parameters]: string },
  body: (...parameters: { [Index in keyof Parameters]: Code<Parameters[Index]> }) => Code<T>,
): Code<(...values: [...Parameters]) => T> {
  const parameters = names.map((name) => variable(name)) as unknown as {
    [Index in keyof Parameters]: Code<Parameters[Index]>;
  };
  return { text: [`(${names.join(", ")}) => `, ...body(...parameters).text] };
}

/** One of two values, by a condition. */
export function either<T>(condition: Code<boolean>, yes: Given<T>, no: Given<T>): Code<T> {
  return { text: [...condition.text, " ? ", ...written(yes), " : ", ...written(no)] };
}

/** Two byte strings in one. */
export function joined(...texts: Given<string>[]): Code<string> {
  return { text: texts.flatMap((each, index) => [...(index > 0 ? [" + "] : []), ...written(each)]) };
}

/** Whether two texts are the same. */
export function same(a: Given<string>, b: Given<string>): Code<boolean> {
  return { text: [...written(a), " === ", ...written(b)] };
}

/** An expression whose type nobody but its author vouches for: for what the pieces above cannot say. */
export function verbatim<T>(strings: TemplateStringsArray, ...pieces: Code<unknown>[]): Code<T> {
  return { text: strings.flatMap((text, index) => [text, ...(pieces[index]?.text ?? [])]) };
}

function written(given: unknown): Text {
  if (isCode(given)) return given.text;
  if (typeof given === "string") return writtenText(given);
  if (Array.isArray(given)) return [{ brackets: "[]", entries: given.map(written) }];
  if (typeof given !== "object" || given === null) return [String(given)];
  const entries = Object.entries(given).filter(([, each]) => each !== undefined);
  return [{ brackets: "{}", entries: entries.map(([key, each]): Text => [`${key}: `, ...written(each)]) }];
}

const MAC: Piece = { of: "engine", part: "mac", name: "mac" };
/** What is written for what stands for the chip's address, or for the end of it. */
const MARKS: Readonly<Record<string, Piece[]>> = { [MAC_MARK]: [MAC], [SHORT_MAC_MARK]: [MAC, ".substr(6)"] };
const ANY_MARK = new RegExp(`(${Object.keys(MARKS).join("|")})`);

/** A literal; the chip puts its address in, once at boot, where a text holds what stands for it. */
function writtenText(text: string): Text {
  const [first = "", ...rest] = text.split(ANY_MARK);
  return [
    literal(first),
    ...rest.filter((part) => part !== "").flatMap((part): Piece[] => [" + ", ...(MARKS[part] ?? [literal(part)])]),
  ];
}

function isCode(given: unknown): given is Code<unknown> {
  return (typeof given === "object" || typeof given === "function") && given !== null && "text" in given;
}
