import type { MqttClient, OnMessageCallback } from "mqtt";
import type { Board } from "../board/config";
import { connectingSeconds } from "../board/facts";
import { longestAwaySeconds } from "../board/sleeper";
import { duration } from "../desk/report-words";
import { UserError } from "../user-error";
import { subscribe } from "./join";

/** How long the broker has to tell what is retained. */
const RETAINED_MS = 1_000;
/** How long a node that is awake has to publish the nonce of this wake. */
const NONCE_MS = 5_000;
/** Node.js fires a timer at once that is longer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** When a node wakes, for people; "" of one that does not sleep. */
export function wakeWords(board: Pick<Board, "sleep" | "time" | "sensors">): string {
  const { sleep } = board;
  if (sleep === undefined) return "";
  const { everySeconds = 0, connectEvery, wakeBy } = sleep;
  const seconds = connectingSeconds(sleep);
  const changes = wakeBy === undefined ? "" : `when "${wakeBy}" changes`;
  if (seconds === undefined) return `it wakes ${changes}`;
  const keys = connectEvery === 1 ? "" : `, connectEvery ${connectEvery}`;
  const verb = connectEvery === 1 ? "wakes" : "connects";
  const longest = longestAwaySeconds(board) ?? seconds;
  const rests = longest > seconds ? `, within ${duration(longest)} after a long time without Wi-Fi or broker` : "";
  return `it ${verb} within ${duration(seconds)} (everySeconds ${everySeconds}${keys})${rests}${changes === "" ? "" : `, or ${changes}`}`;
}

/**
 * Waits until a node that sleeps is awake, so that it hears what is said to it; at others it returns at once.
 * @param tell Takes what is to be said where that takes a while
 * @param longestMs How long the node may take. Default: as long as its board file tells; for ever where that tells nothing
 * @throws UserError where it does not come
 */
export async function awaitAwake(
  client: MqttClient,
  board: Board,
  tell: (text: string) => void,
  longestMs = Math.min(LONGEST_TIMER_MS, longestSleepMs(board)),
): Promise<void> {
  const { sleep, topics, commands } = board;
  if (sleep === undefined) return;
  let note = (): void => {};
  let status = "";
  let hasNonce = commands === undefined;
  const take: OnMessageCallback = (topic, payload, { retain }) => {
    if (topic === topics.status) {
      status = payload.toString();
      // A nonce is for one wake, and one that was there before is of another.
      if (retain && status === "online") hasNonce = true;
      if (status !== "online") hasNonce = commands === undefined;
    } else if (topic === topics.nonce && !retain) {
      hasNonce = true;
    }
    note();
  };
  const until = (isSo: () => boolean, ms: number): Promise<boolean> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), ms);
      note = () => {
        if (!isSo()) return;
        clearTimeout(timer);
        resolve(true);
      };
      note();
    });
  const isAwake = (): boolean => status === "online";
  client.on("message", take);
  try {
    await subscribe(client, [topics.status, ...(commands === undefined ? [] : [topics.nonce])]);
    await until(() => status !== "", RETAINED_MS);
    if (!isAwake()) {
      tell(`${board.name} is ${status === "" ? "not heard" : status}; ${wakeWords(board)}: waiting …`);
      if (!(await until(isAwake, longestMs))) {
        throw new UserError(
          `${board.name} did not come online within ${duration(longestMs / 1_000)}: see whether its battery is empty, ` +
            "and whether it reaches Wi-Fi and the broker",
        );
      }
      tell(`${board.name} is online`);
    }
    await until(() => hasNonce, NONCE_MS);
  } finally {
    client.off("message", take);
  }
}

/** From one of its connections to the next, at the most. */
function longestSleepMs(board: Board): number {
  const seconds = longestAwaySeconds(board);
  return seconds === undefined ? Infinity : (seconds + (board.sleep?.awakeSeconds ?? 0)) * 1_000;
}
