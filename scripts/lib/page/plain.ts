import { printable } from "../cli/printable";
import type { DeskEvent } from "../desk/protocol";

/** Longer texts are cut: anybody at a broker can publish megabytes. */
const LONGEST = 4_096;

/**
 * What happened, as a page may show and keep it: texts from elsewhere have a bounded length, and nothing in them that is not seen, such as
 * what turns the direction of writing round, or what a terminal would obey in a stream that was saved.
 */
export function plain(event: DeskEvent): DeskEvent {
  switch (event.type) {
    case "message":
      return { ...event, topic: plainText(event.topic), payload: plainText(event.payload) };
    case "console":
      return { ...event, line: plainText(event.line) };
    case "part":
    case "told":
      return { ...event, text: plainText(event.text) };
    default:
      return event;
  }
}

function plainText(text: string): string {
  return printable(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}
