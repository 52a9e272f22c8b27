import { note } from "../diagnostics";
import type { Chip } from "../../engine/engine";
import type { Node } from "../node";

const MOST_BYTES = 64;

/** What notes something of a program's for the next report. */
export function noteOf(node: Node, fail: (message: string) => never): (event: string, id?: string) => void {
  return (event, id) => note(node.diagnostics, plain(event, fail), id === undefined ? "" : plain(id, fail));
}

/** What writes a line on the console. */
export function logOf(chip: Chip): (text: string) => void {
  return (text) => chip.log("" + text);
}

/** A text without what JSON would want to be escaped. */
function plain(text: string, fail: (message: string) => never): string {
  if (text.length > MOST_BYTES) {
    fail("a note has at most 64 bytes");
  }
  let made = "";
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    made += code < 32 || code === 34 || code === 92 ? " " : text.substring(i, i + 1);
  }
  return made;
}
