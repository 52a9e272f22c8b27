import type { Board } from "./config";
import type { Draft } from "./draft";
import type { Path } from "./source";
import { UserError } from "../user-error";

/**
 * What stands for something in topics, the client identifier and the host name: `{name}` for the board's name, known here, and
 * `{mac}` for the chip's address, known there, so that one built file serves many chips.
 */

const MAC = "{mac}";

/** Whether a text with placeholders may stand at this place of a board file. */
function mayHold(path: Path): boolean {
  const [first, second] = path;
  return (
    (first === "topics" && path.length === 2) ||
    /Topic$/.test(String(path.at(-1))) ||
    (first === "broker" && second === "clientId") ||
    (first === "wifi" && second === "hostname")
  );
}

/** The value with every text that may hold placeholders replaced. */
function replaced(value: unknown, replace: (text: string, path: Path) => string, path: Path = []): unknown {
  if (typeof value === "string") return mayHold(path) ? replace(value, path) : value;
  if (Array.isArray(value)) return value.map((each, index) => replaced(each, replace, [...path, index]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each, replace, [...path, key])]));
}

/** Puts the board's name in place, and notes what stands for nothing. */
export function resolveName(draft: Draft): void {
  const { name } = (draft.value ?? {}) as { name?: unknown };
  draft.value = replaced(draft.value, (text, path) => {
    const unknown = text.replaceAll(MAC, "").replaceAll("{name}", "");
    if (/[{}]/.test(unknown)) {
      draft.source.error(path, "braces hold {mac} or {name}, and nothing else");
    }
    return typeof name === "string" ? text.replaceAll("{name}", name) : text;
  });
}

/** Whether the board's topics or identifier hold the chip's address. */
export function usesMac(board: Board): boolean {
  let found = false;
  replaced(board, (text) => {
    found = found || text.includes(MAC);
    return text;
  });
  return found;
}

/**
 * The board of one chip.
 * @param mac 12 hexadecimal digits, or what stands for them
 */
export function withMac(board: Board, mac: string): Board {
  return replaced(board, (text) => text.replaceAll(MAC, mac)) as Board;
}

/**
 * A board's client identifier unless its file says another: where its topics hold the address, so does this. Two nodes with the same
 * one would throw each other off the broker.
 */
export function usualClientId(board: Board): string {
  return usesMac(board) ? `${board.name}-${MAC}` : board.name;
}

/** An address as a person writes it, or as `getSerial()` gives it: "24:A1:60:AA:BB:CC", "24a160aa-bbcc". @throws UserError */
export function parseMac(text: string): string {
  const digits = text.replace(/[:-]/g, "").toLowerCase();
  if (!/^[0-9a-f]{12}$/.test(digits)) throw new UserError(`"${text}" is no MAC address: 12 hexadecimal digits`);
  return digits;
}
