import { createHmac, timingSafeEqual } from "node:crypto";

/** As firmware/app/commands/signed-commands.ts says, which is where the form is written down. */

const NONCE = /^2\.[0-9]{10}\.[A-Za-z0-9+/]{12}$/;
const CHALLENGE = /^[A-Za-z0-9+/]{8}$/;
const BADGE_BYTES = 6;
const MAC_BYTES = 18;
/** 6 bytes in base64. */
export const CHALLENGE_BYTES = 6;

/** Which form of signed commands a nonce belongs to: 1 is that of programs built before form 2. Undefined where it is no nonce. */
export function formOf(nonce: string): number | undefined {
  if (NONCE.test(nonce)) return 2;
  if (/^[0-9]{10}\.[A-Za-z0-9+/]{12}$/.test(nonce)) return 1;
  const other = /^([1-9][0-9]{0,2})\.[!-~]{1,100}$/.exec(nonce);
  return other === null || other[1] === "2" ? undefined : Number(other[1]);
}

/** What a command is signed for. */
export interface Order {
  /** The command topic, without wildcards. */
  topic: string;
  /** What the node published last on its nonce topic. */
  nonce: string;
  /** 8 characters of base64 that were not used before: the answer holds them, and so is none of another time. */
  challenge: string;
  command: string;
}

/** Why a text is no command that is ever signed; undefined where it may be one. */
export function commandProblem(command: string): string | undefined {
  if (command === "") return "an empty command";
  // Of the C1 characters and line separators too: nobody types them, and nobody sees them.
  return /[\p{Cc}\u2028\u2029]/u.test(command) ? "a command with control characters" : undefined;
}

/**
 * A command as a node with signed commands obeys it, once.
 * @throws Error for what is no nonce or no command: a signature is given for nothing else, whoever asks
 */
export function signCommand(key: string, order: Order): string {
  const problem = formOf(order.nonce) === 2 ? commandProblem(order.command) : "what is no nonce of form 2";
  if (problem !== undefined) throw new Error(`${problem} is not signed`);
  if (!CHALLENGE.test(order.challenge)) throw new Error("a challenge is 8 characters of base64");
  const badge = mac(key, "badge", [order.nonce], BADGE_BYTES);
  return `${order.command} ${order.nonce} ${badge} ${order.challenge} ${mac(key, "command", partsOf(order), MAC_BYTES)}`;
}

/** What a node says that became of an order. */
export interface Answer {
  isObeyed: boolean;
  /** The actuator's state behind it. */
  state: string;
}

/** What an answer says of an order; undefined where it is none of its node's, or to another order. */
export function readAnswer(key: string, order: Order, payload: string): Answer | undefined {
  const head = `${order.nonce} ${order.challenge} `;
  const found = /^(obeyed|refused) (.*) ([A-Za-z0-9+/]{24})$/s.exec(
    payload.startsWith(head) ? payload.slice(head.length) : "",
  );
  if (found === null) return undefined;
  const [, outcome, state, given] = found;
  const expected = mac(key, "answer", [...partsOf(order), `${outcome} ${state}`], MAC_BYTES);
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(given))) return undefined;
  return { isObeyed: outcome === "obeyed", state };
}

function partsOf({ nonce, challenge, topic, command }: Order): string[] {
  return [nonce, challenge, topic, command];
}

/** Each part with its length in bytes in front: no two lists of parts are the same text. */
function mac(key: string, purpose: string, parts: readonly string[], bytes: number): string {
  const text = parts.map((part) => `${Buffer.byteLength(part)}:${part} `).join("");
  return createHmac("sha256", key)
    .update(`mote 2 ${purpose} ${text}`, "utf8")
    .digest()
    .subarray(0, bytes)
    .toString("base64");
}
