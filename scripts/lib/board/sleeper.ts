import type { BoardBase } from "./config/node";

type Values = Record<string, unknown>;

/** The longest period there is: what is woken by a change alone is up for moments. */
const NO_PERIOD_SECONDS = 86_400;

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
