import type { Chip } from "../../engine/engine";
import { ClientState, PublishStatus } from "../../mqtt/record";
import { createPublisher } from "../../mqtt/publish";
import type { Node } from "../node";

/**
 * What the node writes on its serial console, on a topic as well: lines wait until there is a session with room to spare, and then
 * leave in one message, QoS 0 and not retained, each with a line feed behind it. In front of a line, or of the first of several that
 * were written at once, are the seconds since boot and a space.
 *
 * What waits is bounded. Older lines make room for newer ones, and how many did is told in front of the next message. What was
 * handed to a connection that broke is lost and not counted, as everything of QoS 0.
 *
 * No secret gets there by the firmware: its lines are made of words of its own, names and topics of the board file, and what the
 * engine says of an error. An engine prints source text with the places of an error, in which a password may stand: of those lines only
 * the places are taken. What a program of the board's own writes is its author's to answer for.
 */

/** As much waits at most; a line that is longer by itself is lost. The build knows it too (scripts/lib/board/message-bytes.ts). */
const MOST_BYTES = 384;
const MOST_LINES = 16;
/** Of where an error was thrown, the innermost. */
const MOST_PLACES = 4;
/** How Espruino begins the line of a place. */
const PLACE = "    at ";
/** In front of them: how many are lost. */
const LOST_BYTES = 23;
/** Of the packet. */
const HEADER_BYTES = 3;

export interface ConsoleLines {
  chip: Chip;
  /** What waits, each line with a line feed behind it. */
  text: string;
  count: number;
  /** Lines that gave way, or were too long, and are not told yet. */
  lost: number;
  /** Once it has started. */
  node: Node | undefined;
}

/** Keeps what is written from now on. For boot: before everything that might write. */
export function keepLines(chip: Chip): ConsoleLines {
  const lines: ConsoleLines = { chip, text: "", count: 0, lost: 0, node: undefined };
  const log = chip.log;
  chip.log = (line) => {
    log(line);
    keep(lines, line);
  };
  return lines;
}

/** @param topic Topic field */
export function publishLines(lines: ConsoleLines, node: Node, topic: string): void {
  const publish = createPublisher(node.client, topic, false);
  lines.node = node;
  node.watchers.push(() => {
    const client = node.client;
    const bytes = LOST_BYTES + lines.text.length + topic.length + HEADER_BYTES + client.shortBytes;
    if (
      lines.text.length > 0 &&
      client.state === ClientState.Ready &&
      (node.outbox === undefined || node.outbox.packets.length === 0) &&
      client.roomBytes() >= bytes &&
      isPublished(publish, lines)
    ) {
      lines.text = "";
      lines.count = 0;
      lines.lost = 0;
    }
  });
}

function isPublished(publish: (payload: string) => PublishStatus, lines: ConsoleLines): boolean {
  const lost = lines.lost > 0 ? "lines lost: " + lines.lost.toFixed(0) + "\n" : "";
  try {
    return publish(lost + lines.text) < PublishStatus.NotConnected;
  } catch {
    // The connection is just closing. Not written on the console: that would be one more line.
    return false;
  }
}

/** Takes what was written at once, as lines. */
function keep(lines: ConsoleLines, written: string): void {
  let rest = lines.chip.uptimeSeconds().toFixed(0) + " " + written;
  let places = 0;
  while (rest.length > 0) {
    const end = rest.indexOf("\n");
    const line = end < 0 ? rest : rest.substr(0, end);
    rest = end < 0 ? "" : rest.substr(end + 1);
    if (line.indexOf(PLACE) === 0) {
      places++;
    }
    // Behind the first place, whatever is none is source text.
    if (places === 0 ? line.length > 0 : places <= MOST_PLACES && line.indexOf(PLACE) === 0) {
      add(lines, line);
    }
  }
  if (lines.node !== undefined) {
    lines.node.isRestless = true;
  }
}

function add(lines: ConsoleLines, line: string): void {
  if (line.length >= MOST_BYTES) {
    lines.lost++;
    return;
  }
  while (lines.count === MOST_LINES || lines.text.length + line.length >= MOST_BYTES) {
    lines.text = lines.text.substr(lines.text.indexOf("\n") + 1);
    lines.count--;
    lines.lost++;
  }
  lines.text += line + "\n";
  lines.count++;
}
