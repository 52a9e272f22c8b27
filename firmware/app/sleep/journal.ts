import type { Journal } from "../../engine/engine";
import { checkOf } from "../kept/record";

/**
 * What a sleeping node keeps from wake to wake, in lines that are only ever added:
 *
 *   line feed, kind, check, space, text, line feed
 *
 *   r   the readings of a wake: seconds of the clock, and a value for each sensor, "-" where it had none, with spaces between
 *   t   in seconds since 1970, when the clock stood at 0: written before anything is told. The first one behind a line of readings holds
 *       for it for good, so that what has to be told once more has the same time
 *   d   all before it was delivered
 *   s   there was a session, but no time to be had: all stays
 *   p   the clock began anew: a time behind it says nothing of what stands before it
 *   l   so many readings gave way to later ones
 *
 * Of a line that was cut off by a loss of power the check is wrong, and it counts for nothing; those before and behind it are whole. What is not delivered gives way, the
 * oldest first, once there is no room: half of it at once, so that flash memory is written anew seldom.
 */
export const READINGS = "r";
export const TIME = "t";
export const DELIVERED = "d";
export const MET = "s";
export const CLOCK_BEGAN = "p";
export const LOST = "l";
/** So much room no readings take: a time, and that all was delivered, are to find some. */
const MARKS_BYTES = 48;

export function lineOf(kind: string, text: string): string {
  return "\n" + kind + checkOf(text) + " " + text + "\n";
}

/** Where the line ends that begins at `at`. */
export function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at + 1);
  return end < 0 ? text.length : end;
}

/** What a line says; "" where it was cut off. */
export function textOfLine(text: string, at: number): string {
  const space = text.indexOf(" ", at);
  const end = endOfLine(text, at);
  if (space < 0 || space > end) {
    return "";
  }
  const said = text.substring(space + 1, end);
  return text.substring(at + 2, space) === "" + checkOf(said) ? said : "";
}

/** Where the next whole line of a kind begins, from `from` on; the end of the text where there is none. */
export function nextLine(text: string, kind: string, from: number): number {
  let at = text.indexOf("\n" + kind, from);
  // Espruino also finds what only begins where the text ends.
  while (at >= 0 && text.charAt(at + 1) === kind) {
    if (textOfLine(text, at).length > 0) {
      return at;
    }
    at = text.indexOf("\n" + kind, at + 1);
  }
  return text.length;
}

/** Where the last whole line of a kind ends; 0 where there is none. */
export function behindLast(text: string, kind: string): number {
  let behind = 0;
  let at = nextLine(text, kind, 0);
  while (at < text.length) {
    behind = endOfLine(text, at);
    at = nextLine(text, kind, behind);
  }
  return behind;
}

/** Adds lines; where there is no room, what was delivered goes, and then the oldest of what was not. @param values Of a line of readings */
export function keepLines(journal: Journal, lines: string, values: number): void {
  const text = journal.read();
  const mostAll = journal.capacityBytes - (values > 0 ? MARKS_BYTES : 0);
  if (text.length + lines.length <= mostAll && journal.append(lines)) {
    return;
  }
  let at = behindLast(text, DELIVERED);
  let lost = 0;
  // So much is left for what comes.
  const mostBytes = journal.capacityBytes / 2 - lines.length;
  while (text.length - at > mostBytes && at < text.length) {
    const kind = text.charAt(at + 1);
    const said = textOfLine(text, at);
    lost += kind === READINGS && said.length > 0 ? values : kind === LOST && said.length > 0 ? parseInt(said) : 0;
    at = endOfLine(text, at);
  }
  journal.renew((lost > 0 ? lineOf(LOST, "" + lost) : "") + text.substring(at) + lines);
}
