import { createHash } from "node:crypto";
import { utf8 } from "../bytes";
import { componentsOf, type DiscoveredBoard } from "./documents";
import { namedObjectId, objectId } from "./identity";

/** What the chip keeps of what it tells, as byte strings: the `Telling` of firmware/app/services/told.ts. */
export interface Told {
  hash: string;
  lines: string;
  head: string;
  former: string;
}

const HASH_LENGTH = 8;

/** The list of what a board tells Home Assistant. */
export function tellingOf(board: DiscoveredBoard): Told {
  const lines = `\n${Object.entries(componentsOf(board))
    .map(([id, { p }]) => `${id} ${p}\n`)
    .join("")}`;
  const head = headOf(board, objectId(board));
  const hash = createHash("sha256")
    .update(lines + head)
    .digest("hex")
    .slice(0, HASH_LENGTH);
  // Programs that kept no list knew of no address. Where one is still to be found by its name, that is what is told now.
  const formerHead = headOf(board, namedObjectId(board));
  // The message of a whole device goes with all that it told.
  const formerLines = board.homeAssistant.discovery === "component" ? lines : "\n";
  return { hash, lines, head, former: formerHead === head ? "\n" : formerLines + formerHead };
}

function headOf({ homeAssistant: { discovery, prefix } }: DiscoveredBoard, id: string): string {
  return utf8(` ${discovery === "component" ? "c" : "d"}${id} ${prefix}\n`);
}
