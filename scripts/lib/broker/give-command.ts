import type { MqttClient } from "mqtt";
import type { Board } from "../board/config";
import { SAFE_MODE_ID, safeModeTopics } from "../board/facts";
import { didYouMean } from "../cli/did-you-mean";
import { signCommand } from "./sign-command";
import { UserError } from "../user-error";

/**
 * Gives a command to an actuator of a board, signed where the board asks for it, and waits for the state that follows.
 * @returns the state
 * @throws UserError when there is no such actuator, the board says no, or nothing comes within `timeoutMs`
 */
export async function giveCommand(
  client: MqttClient,
  board: Board,
  id: string,
  command: string,
  timeoutMs: number,
): Promise<string> {
  const safeMode = { id: SAFE_MODE_ID, ...safeModeTopics(board) };
  const actuators = [...board.actuators, ...(board.safeModeAfterBoots === undefined ? [] : [safeMode])];
  const actuator = actuators.find((each) => each.id === id);
  if (actuator === undefined) {
    const ids = actuators.map((each) => each.id);
    throw new UserError(
      ids.length === 0
        ? `${board.name} has no actuators`
        : `${board.name} has no actuator "${id}"${didYouMean(id, ids)}; there are: ${ids.join(", ")}`,
    );
  }
  const { commandTopic: topic, stateTopic: states } = actuator;
  const messages = new Inbox(client);
  let payload = command;
  if (board.commands !== undefined) {
    const nonces = board.topics.nonce;
    await client.subscribeAsync(nonces);
    const nonce = await messages.next(
      (message) => (message.topic === nonces ? message.payload : undefined),
      timeoutMs,
      `${board.name} has published no nonce on ${nonces}: it has not been online yet, or its board file does not ask for signed commands`,
    );
    payload = signCommand(board.commands.signingKey, topic, nonce, command);
  }
  const reports = board.topics.diagnostics;
  await client.subscribeAsync([states, reports]);
  // Never retained: an order is for now. What is retained on the state topic is older than it.
  await client.publishAsync(topic, payload, { qos: 1 });
  return messages.next(
    (message) => {
      if (message.retain) return undefined;
      if (message.topic === states) return message.payload;
      if (message.topic === reports) throwIfRefused(message.payload, id);
      return undefined;
    },
    timeoutMs,
    `${board.name} did not answer within ${timeoutMs / 1000} s: is it online?`,
  );
}

/** What the node reports of a command that it does not obey. */
const REFUSALS = /command|unsigned|forged|stale/;

function throwIfRefused(report: string, id: string): void {
  let event: { event?: string; id?: string };
  try {
    event = JSON.parse(report) as typeof event;
  } catch {
    return;
  }
  if (event.id === id && event.event !== undefined && REFUSALS.test(event.event)) {
    throw new UserError(`${id}: ${event.event}`);
  }
}

interface Received {
  topic: string;
  payload: string;
  retain: boolean;
}

/** Keeps what arrives until somebody looks for it. */
class Inbox {
  readonly #received: Received[] = [];
  #look: () => void = () => {};

  constructor(client: MqttClient) {
    client.on("message", (topic, payload, { retain }) => {
      this.#received.push({ topic, payload: payload.toString(), retain });
      this.#look();
    });
  }

  /** The first thing that `find` finds in what arrived. @throws UserError with `missing` after `timeoutMs`; what `find` throws */
  next<T>(find: (message: Received) => T | undefined, timeoutMs: number, missing: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new UserError(missing)), timeoutMs);
      this.#look = () => {
        try {
          for (let message = this.#received.shift(); message !== undefined; message = this.#received.shift()) {
            const found = find(message);
            if (found === undefined) continue;
            clearTimeout(timer);
            this.#look = () => {};
            resolve(found);
            return;
          }
        } catch (error) {
          clearTimeout(timer);
          reject(error as Error);
        }
      };
      this.#look();
    });
  }
}
