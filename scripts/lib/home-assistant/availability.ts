import type { NodeBase } from "../board/config/node";
import { safeModeTopics } from "../board/facts";

type TellingBoard = Pick<NodeBase, "topics" | "safeModeAfterBoots">;

/**
 * When what a board measures and drives can be relied on: while the node is online, and in safe mode not even then, since nothing is
 * measured there and commands go nowhere. Every entity without an availability of its own has this one.
 */
export function availability(board: TellingBoard): object {
  return board.safeModeAfterBoots === undefined ? { avty_t: board.topics.status } : inMode(board, "OFF", "ON");
}

/** While the node is online in safe mode: for what can be commanded there and nowhere else. */
export function safeModeAvailability(board: TellingBoard): object {
  return inMode(board, "ON", "OFF");
}

/** While the node is online, in either mode: of what an entity of the whole device has besides, where it differs from that. */
export function eitherModeAvailability(board: TellingBoard): object {
  return board.safeModeAfterBoots === undefined ? {} : onlineAvailability(board);
}

/** As soon as anything was ever heard of the node, for what tells whether it is there. */
export function lastingAvailability(board: TellingBoard): object {
  const template = "{{ 'online' }}";
  return board.safeModeAfterBoots === undefined
    ? { avty_tpl: template }
    : { avty: [{ t: board.topics.status, val_tpl: template }] };
}

/** While the node is online, in either mode. */
export function onlineAvailability({ topics }: TellingBoard): object {
  // A list, as that of the whole device: beside one, a single topic is an error there.
  return { avty: [{ t: topics.status }] };
}

function inMode(board: TellingBoard, available: string, notAvailable: string): object {
  const { stateTopic } = safeModeTopics(board);
  const mode = { t: stateTopic, pl_avail: available, pl_not_avail: notAvailable };
  return { avty: [{ t: board.topics.status }, mode], avty_mode: "all" };
}
