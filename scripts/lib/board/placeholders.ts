import { MAC_MARK, SHORT_MAC_MARK } from "../bytes";
import type { Board } from "./config";
import type { Draft } from "./draft";
import type { Path } from "./source";
import { UserError } from "../user-error";

/**
 * What stands for something in topics, the client identifier, the host name and the device's name: `{name}` for the board's name, known
 * here, and `{mac}` for the chip's address, known there, so that one built file serves many chips. The device's name may have the last
 * six digits of it instead, `{mac6}`.
 */

const MAC = "{mac}";
const SHORT_MAC = "{mac6}";
const SHORT_DIGITS = 6;

/** Whether a text with placeholders may stand at this place of a board file, among those that tell one chip from another on a broker. */
function mayHold(path: Path): boolean {
  const [first, second] = path;
  return (
    (first === "topics" && path.length === 2) ||
    /Topic$/.test(String(path.at(-1))) ||
    (["subscriptions", "publications", "rules"].includes(String(first)) && path.length === 3 && path[2] === "topic") ||
    (first === "broker" && second === "clientId") ||
    (first === "wifi" && second === "hostname")
  );
}

/** Whether this is the place of the device's name, for people. */
function isDeviceName([first, second]: Path): boolean {
  return first === "homeAssistant" && second === "name";
}

/** The value with every text that may hold placeholders replaced. */
function replaced(value: unknown, replace: (text: string, path: Path) => string, path: Path = []): unknown {
  if (typeof value === "string") return mayHold(path) || isDeviceName(path) ? replace(value, path) : value;
  if (Array.isArray(value)) return value.map((each, index) => replaced(each, replace, [...path, index]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each, replace, [...path, key])]));
}

/** Puts the board's name in place, and notes what stands for nothing. */
export function resolveName(draft: Draft): void {
  const { name } = (draft.value ?? {}) as { name?: unknown };
  draft.value = replaced(draft.value, (text, path) => {
    const known = isDeviceName(path) ? [MAC, SHORT_MAC, "{name}"] : [MAC, "{name}"];
    const unknown = known.reduce((rest, each) => rest.replaceAll(each, ""), text);
    if (/[{}]/.test(unknown)) {
      const [last, ...others] = [...known].reverse();
      draft.source.error(path, `braces hold ${others.reverse().join(", ")} or ${last}, and nothing else`);
    }
    return typeof name === "string" ? text.replaceAll("{name}", name) : text;
  });
}

/** Whether the board's topics or identifier hold the chip's address. */
export function usesMac(board: Board): boolean {
  let found = false;
  replaced(board, (text, path) => {
    found = found || (mayHold(path) && text.includes(MAC));
    return text;
  });
  return found;
}

/**
 * The board of one chip.
 * @param mac 12 hexadecimal digits, or what stands for them
 */
export function withMac(board: Board, mac: string): Board {
  return replaced(board, (text) => text.replaceAll(MAC, mac).replaceAll(SHORT_MAC, shortOf(mac))) as Board;
}

/** Text in which something stands for the address, with that of one chip. */
export function withAddress(text: string, mac: string): string {
  return text.replaceAll(MAC_MARK, mac).replaceAll(SHORT_MAC_MARK, shortOf(mac));
}

function shortOf(mac: string): string {
  return mac === MAC_MARK ? SHORT_MAC_MARK : mac.slice(-SHORT_DIGITS);
}

/**
 * What stands for as much of the address as tells the nodes of one program apart where people read it: what the device's name has; ""
 * where the program is for one chip.
 */
export function macForPeople(board: Board): string {
  const marked = withMac(board, MAC_MARK);
  const name = marked.homeAssistant?.name ?? "";
  if (name.includes(MAC_MARK)) return MAC_MARK;
  let isFleet = name.includes(SHORT_MAC_MARK);
  replaced(marked, (text) => {
    isFleet = isFleet || text.includes(MAC_MARK);
    return text;
  });
  return isFleet ? SHORT_MAC_MARK : "";
}

/** The device's name unless the board file says another one. @param title The board's name for people */
export function usualDeviceName(board: Board, title: string): string {
  return usesMac(board) ? `${title} ${SHORT_MAC}` : title;
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
