import type { MqttClient } from "mqtt";
import type { Board } from "../board/config";
import { subscribe } from "./join";
import { UserError } from "../user-error";

/**
 * Starts to listen for a board's `online`, and gives what waits for it. One that is retained is of an earlier life.
 * @param so What is known when it does not come
 * @returns waits up to `timeoutMs`. @throws UserError when it does not come
 */
export async function listenForOnline(
  client: MqttClient,
  board: Board,
  so = "the program runs",
): Promise<(timeoutMs: number) => Promise<void>> {
  const topic = board.topics.status;
  let isOnline = false;
  let tell = (): void => {};
  client.on("message", (from, payload, { retain }) => {
    if (from === topic && payload.toString() === "online" && !retain) {
      isOnline = true;
      tell();
    }
  });
  await subscribe(client, [topic]);
  return (timeoutMs) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(
        () =>
          reject(
            new UserError(
              `${so}, but ${board.name} did not say online within ${timeoutMs / 1000} s: look at its console, ` +
                "and at Wi-Fi and broker in the board file",
            ),
          ),
        timeoutMs,
      );
      tell = () => {
        clearTimeout(timer);
        resolve();
      };
      if (isOnline) tell();
    });
}
