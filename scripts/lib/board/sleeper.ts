import type { BoardBase } from "./config/node";
import { connectingSeconds } from "./facts";

type Values = Record<string, unknown>;

/** The longest period there is: what is woken by a change alone is up for moments. */
const NO_PERIOD_SECONDS = 86_400;

/** Without a session for long, a node connects at each so many-th of its connecting wakes at the least, … */
const MOST_REST = 8;
/** … and at least once in so long. */
const LONGEST_REST_SECONDS = 86_400;

/** What a board that sleeps has for what is not written, where others have something else. */
export interface SleeperDefaults {
  readonly broker?: { cleanSession: false };
  readonly sensor?: { periodSeconds: number };
  readonly actuator?: { commandQos: 1 };
  readonly subscription?: { qos: 1 };
}

/** @param board As it was read: anything in it may be wrong */
export function sleeperDefaults(board: Values): SleeperDefaults {
  const { sleep } = board;
  if (typeof sleep !== "object" || sleep === null) return {};
  const { everySeconds } = sleep as Values;
  const sensor = { periodSeconds: typeof everySeconds === "number" ? everySeconds : NO_PERIOD_SECONDS };
  // The broker keeps what is of QoS 1, for sessions that outlive their connection.
  return mayQueue(board)
    ? { sensor, broker: { cleanSession: false }, actuator: { commandQos: 1 }, subscription: { qos: 1 } }
    : { sensor };
}

/** Whether anything may wait at the broker for a board: a signed command may not, since it is for one boot. */
export function mayQueue({ actuators, subscriptions, commands }: Partial<BoardBase> | Values): boolean {
  return isFilled(subscriptions) || (isFilled(actuators) && commands === undefined);
}

function isFilled(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}

/** Whether a board keeps the readings of its wakes, and publishes them with their times. */
export function keepsHistory({ sleep, time, sensors }: Pick<BoardBase, "sleep" | "time" | "sensors">): boolean {
  return sleep !== undefined && time !== undefined && sensors.length > 0;
}

/**
 * At each how many-th of its connecting wakes a board still connects that found no session for long: 1, 2, 4 or 8. One that keeps no
 * history tries at each, since its reading would be lost; and so does one that is woken by a contact alone, to which it is deaf in between.
 * @param connectingSeconds From one of them to the next
 */
export function longestRest(board: Pick<BoardBase, "sleep" | "time" | "sensors">, connectingSeconds: number): number {
  let most = keepsHistory(board) && board.sleep?.everySeconds !== undefined ? MOST_REST : 1;
  while (most > 1 && most * connectingSeconds > LONGEST_REST_SECONDS) most /= 2;
  return most;
}

/** How long a board is away at the longest that finds what it connects to, in seconds; undefined where nobody knows when it wakes. */
export function longestAwaySeconds(board: Pick<BoardBase, "sleep" | "time" | "sensors">): number | undefined {
  const seconds = board.sleep && connectingSeconds(board.sleep);
  return seconds === undefined ? undefined : seconds * longestRest(board, seconds);
}
