import type { NodeBase } from "../board/config/node";
import { safeModeTopics } from "../board/facts";

type TellingBoard = Pick<NodeBase, "topics" | "safeModeAfterBoots" | "sleep">;

/**
 * When what a board measures and drives can be relied on: while the node is online, and in safe mode not even then, since nothing is
 * measured there and commands go nowhere. Every entity without an availability of its own has this one. A node that sleeps is not
 * there nearly always, and what it measured is good all the same, until the time is over in which it should have told anew.
 */
export function availability(board: TellingBoard): object {
  if (board.sleep !== undefined) return {};
  return board.safeModeAfterBoots === undefined ? { avty_t: board.topics.status } : inMode(board, "OFF", "ON");
}

/**
 * When a node that sleeps can be commanded: while it is online, and asleep where the broker keeps what it is told. Of others that is
 * what is said of the whole device.
 */
export function reachableAvailability(board: TellingBoard, isQueued: boolean): object {
  if (board.sleep === undefined) return {};
  const there = isQueued ? "value != 'offline'" : "value == 'online'";
  const status = { t: board.topics.status, val_tpl: `{{ 'online' if ${there} else 'offline' }}` };
  if (board.safeModeAfterBoots === undefined) return { avty: [status] };
  return { avty: [status, mode(board, "OFF", "ON")], avty_mode: "all" };
}

/** While the node is online in safe mode: for what can be commanded there and nowhere else. */
export function safeModeAvailability(board: TellingBoard): object {
  return inMode(board, "ON", "OFF");
}

/** While the node is online, in either mode: of what an entity of the whole device has besides, where it differs from that. */
export function eitherModeAvailability(board: TellingBoard): object {
  return board.safeModeAfterBoots === undefined || board.sleep !== undefined ? {} : onlineAvailability(board);
}

/** As soon as anything was ever heard of the node, for what tells whether it is there. */
export function lastingAvailability(board: TellingBoard): object {
  if (board.sleep !== undefined) return {};
  const template = "{{ 'online' }}";
  return board.safeModeAfterBoots === undefined
    ? { avty_tpl: template }
    : { avty: [{ t: board.topics.status, val_tpl: template }] };
}

/** While the node is online, in either mode. */
export function onlineAvailability({ topics, sleep }: TellingBoard): object {
  // A list, as that of the whole device: beside one, a single topic is an error there.
  return sleep === undefined ? { avty: [{ t: topics.status }] } : {};
}

function inMode(board: TellingBoard, available: string, notAvailable: string): object {
  return { avty: [{ t: board.topics.status }, mode(board, available, notAvailable)], avty_mode: "all" };
}

function mode(board: TellingBoard, available: string, notAvailable: string): object {
  return { t: safeModeTopics(board).stateTopic, pl_avail: available, pl_not_avail: notAvailable };
}
