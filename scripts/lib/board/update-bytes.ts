import type { NodeBase } from "./config/node";
import { publishBytes } from "./message-bytes";

/** How large the messages of updates over the air are (firmware/app/update/wire.ts). */

/** "part ", ID, offset of up to 7 digits, MAC, and a space behind each. */
const PART_HEAD_BYTES = 5 + 9 + 8 + 17;
/** More is no gain: flash memory and broker take longer than what stands around a part. */
const MOST_PART_BYTES = 512;
/** Fields of an offer at their longest, with a space behind each: from "offer" to VERSION, MAC, TEXT. */
const OFFER_FIELDS = [5, 1, 23, 8, 7, 10, 7, 44, 25, 9, 40, 24, 119];
const ID_BYTES = 8;
/** Home Assistant's keys, a percentage and two words; two versions and a text. */
const STATE_BYTES = 125 + 2 * 40 + 120;

export const LONGEST_OFFER_BYTES = OFFER_FIELDS.reduce((sum, bytes) => sum + bytes + 1, 0);

/** The longest that a node with updates says of them: how it stands, and what it wants or refuses. */
export function updateBytes({ topics }: Pick<NodeBase, "topics">): number {
  return Math.max(
    publishBytes(topics.updateState, STATE_BYTES),
    publishBytes(topics.want, "refused  counter 2147483647".length + ID_BYTES),
  );
}

/** How many bytes of a program fit a message to a board: in fours, as flash memory is written. */
export function partBytes({ topics, capacities }: Pick<NodeBase, "topics" | "capacities">): number {
  const room = capacities.receiveBytes - publishBytes(topics.update, PART_HEAD_BYTES + MOST_PART_BYTES);
  const bytes = Math.min(MOST_PART_BYTES, MOST_PART_BYTES + room);
  return bytes - (bytes & 3);
}
