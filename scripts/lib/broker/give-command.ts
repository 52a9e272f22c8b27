import { randomBytes } from "node:crypto";
import type { MqttClient, OnMessageCallback } from "mqtt";
import type { Board } from "../board/config";
import { SAFE_MODE_ID, safeModeTopics } from "../board/facts";
import { didYouMean } from "../cli/did-you-mean";
import { typed } from "../cli/mote";
import {
  CHALLENGE_BYTES,
  commandProblem,
  formOf,
  readAnswer,
  signCommand,
  type Answer,
  type Order,
} from "./sign-command";
import { answered, subscribe } from "./join";
import { UserError } from "../user-error";

/** How much longer a nonce is waited for, after something came that is none. */
const GRACE_MS = 2_000;
/** A signed command is sent again so often until it is answered: it is obeyed once, and brokers drop messages in a flood. */
const AGAIN_MS = 2_000;
/** How long a node obeys a signed command at most. firmware/app/commands/signed-commands.ts */
const VALIDITY = "up to two minutes";

/**
 * Gives a command to an actuator of a board, signed where the board asks for it, and waits for the state that follows. A board that
 * obeys signed commands signs what it answers, and nothing else is believed.
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
  const problem = commandProblem(command);
  if (problem !== undefined) throw new UserError(`${problem} is not sent: no actuator takes one`);
  const messages = new Inbox(client);
  const target = { client, messages, board, id, command, timeoutMs, topic: actuator.commandTopic };
  try {
    return board.commands === undefined
      ? await giveUnsigned(target, actuator.stateTopic)
      : await giveSigned(target, board.commands.signingKey);
  } finally {
    messages.close();
  }
}

interface Target {
  client: MqttClient;
  messages: Inbox;
  board: Board;
  id: string;
  command: string;
  timeoutMs: number;
  topic: string;
}

async function giveUnsigned(target: Target, states: string): Promise<string> {
  const { client, messages, board, id, topic, timeoutMs } = target;
  const reports = board.topics.diagnostics;
  await subscribe(client, [states, reports]);
  await order(target, topic, target.command);
  const found = await messages.next((message) => {
    // What is retained on the state topic is older than the order.
    if (message.retain) return undefined;
    if (message.topic === states) return { state: message.payload };
    const refusal = message.topic === reports ? refusalIn(message.payload, id) : undefined;
    return refusal === undefined ? undefined : { refusal };
  }, timeoutMs);
  if (found === undefined) throw new UserError(`${unanswered(target)}: is it online?`);
  if ("refusal" in found) throw new UserError(`${id}: ${found.refusal}`);
  return found.state;
}

async function giveSigned(target: Target, key: string): Promise<string> {
  const { client, messages, board, id, command, topic, timeoutMs } = target;
  const { nonce: nonces, answer: answers, diagnostics: reports } = board.topics;
  await subscribe(client, [nonces]);
  const nonce = await currentNonce(messages, board, timeoutMs);
  const challenge = randomBytes(CHALLENGE_BYTES).toString("base64");
  const signed: Order = { topic, nonce, challenge, command };
  await subscribe(client, [answers, reports]);
  const payload = signCommand(key, signed);
  // It may have reached the node whatever the broker says of it.
  let failure = "is it online?";
  const send = (): void => void order(target, topic, payload).catch((error: Error) => (failure = `${error.message}.`));
  send();
  const again = setInterval(send, AGAIN_MS);
  // What a report says of refused commands is told in the end: it may be of somebody else's, or made up.
  let refusal = "";
  const found = await messages.next((message): Answer | undefined => {
    if (message.topic === answers) return readAnswer(key, signed, message.payload);
    if (message.topic === reports && !message.retain) refusal = refusalIn(message.payload, id) ?? refusal;
    return undefined;
  }, timeoutMs);
  clearInterval(again);
  if (found !== undefined) {
    if (!found.isObeyed) throw new UserError(`${id}: command refused`);
    return found.state;
  }
  const validity =
    `What was sent stays valid for ${VALIDITY}: whoever holds it back can have it obeyed until then, ` +
    "unless another order is answered before";
  const told =
    refusal === ""
      ? failure
      : `a report says "${refusal}", which is not signed, and may be of somebody else's command or made up.`;
  throw new UserError(`${unanswered(target)} with what its key signs: ${told} ${validity}`);
}

/** What the next command has to carry. A nonce of another form is never signed, whoever publishes it. */
async function currentNonce(messages: Inbox, board: Board, timeoutMs: number): Promise<string> {
  const nonces = board.topics.nonce;
  let other: string | undefined;
  const find = ({ topic, payload }: Received): string | undefined => {
    // An empty one takes away what was retained.
    if (topic !== nonces || payload === "") return undefined;
    if (formOf(payload) === 2) return payload;
    other = payload;
    return undefined;
  };
  // Where something else stands there, the nonce may still be on its way, but not for long.
  const first = await messages.next((message) => find(message) ?? other, timeoutMs);
  const nonce =
    first === undefined || first !== other ? first : await messages.next(find, Math.min(GRACE_MS, timeoutMs));
  if (nonce !== undefined) return nonce;
  if (other === undefined) {
    throw new UserError(
      `${board.name} has published no nonce on ${nonces}: it has not been online yet, its board file does not ask for signed commands, or this user may not read there`,
    );
  }
  const form = formOf(other);
  throw new UserError(
    form === undefined
      ? `what is on ${nonces} is no nonce: somebody else than ${board.name} writes there. Let the broker allow that to ${board.name} only`
      : form === 1
        ? `${board.name} speaks form 1 of signed commands, and this is form 2: flash it anew, with ${typed("flash", ["--board", board.name])}`
        : `${board.name} speaks form ${form} of signed commands, and this is form 2: take the release that it was flashed with`,
  );
}

/** Never retained: an order is for now. */
async function order({ client }: Target, topic: string, payload: string): Promise<void> {
  await answered(client.publishAsync(topic, payload, { qos: 1 }), `refuses what this user writes on ${topic}`);
}

function unanswered({ board, timeoutMs }: Target): string {
  return `${board.name} did not answer within ${timeoutMs / 1000} s`;
}

/** What the node reports of a command that it does not obey: words of the firmware's, and no others are told. */
const REFUSALS = /^command (?:refused|unsigned|stale|forged|unchecked)$/;

function refusalIn(report: string, id: string): string | undefined {
  try {
    const event = JSON.parse(report) as { event?: unknown; id?: unknown } | null;
    return event?.id === id && typeof event.event === "string" && REFUSALS.test(event.event) ? event.event : undefined;
  } catch {
    return undefined;
  }
}

interface Received {
  topic: string;
  payload: string;
  retain: boolean;
}

/** Keeps what arrives until somebody looks for it. */
class Inbox {
  readonly #client: MqttClient;
  readonly #received: Received[] = [];
  #look: () => void = () => {};

  constructor(client: MqttClient) {
    this.#client = client;
    client.on("message", this.#take);
  }

  close(): void {
    this.#client.off("message", this.#take);
  }

  readonly #take: OnMessageCallback = (topic, payload, { retain }) => {
    this.#received.push({ topic, payload: payload.toString(), retain });
    this.#look();
  };

  /** The first thing that `find` finds in what arrived or arrives; undefined after `timeoutMs` */
  next<T>(find: (message: Received) => T | undefined, timeoutMs: number): Promise<T | undefined> {
    return new Promise((resolve) => {
      const end = (found: T | undefined): void => {
        clearTimeout(timer);
        this.#look = () => {};
        resolve(found);
      };
      const timer = setTimeout(() => end(undefined), timeoutMs);
      this.#look = () => {
        for (let message = this.#received.shift(); message !== undefined; message = this.#received.shift()) {
          const found = find(message);
          if (found !== undefined) {
            end(found);
            return;
          }
        }
      };
      this.#look();
    });
  }
}
