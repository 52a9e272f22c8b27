import type { Crypto, Storage } from "../../engine/engine";
import { ClientState, type Route } from "../../mqtt/record";
import { elapsedMs } from "../../mqtt/elapsed";
import { createPublisher, type Publisher } from "../../mqtt/publish";
import { note } from "../diagnostics";
import { createHmac, isEqual } from "./hmac";
import { send, type Node, type Output } from "../node";
import { openRecord, saveRecord, type StoredRecord } from "../kept/record";

/**
 * Commands that only the holders of a key can give: an HMAC-SHA256 stands in front of every actuator, and an answer that is signed
 * behind it. This is form 2; form 1 had no "2." in its nonces, and what was signed could be read in two ways.
 *
 *   payload    command, nonce, badge, challenge and MAC, with a space between them:
 *              ON 2.0000000042.3kVb9QeXw0Zr p0Qd8sX1 u7Rk2LmA Yw7f0CqP1n+…
 *   nonce      "2.", counter of 10 digits, ".", 12 characters of base64
 *   badge      the first 6 bytes, in base64, of HMAC-SHA256(key, "mote 2 badge " part(nonce))
 *   challenge  8 characters that the sender makes up
 *   MAC        the first 18 bytes, in base64, of
 *              HMAC-SHA256(key, "mote 2 command " part(nonce) part(challenge) part(topic name) part(command))
 *   answer     nonce, challenge, outcome and MAC, with a space between them
 *   outcome    "obeyed" or "refused", space, the actuator's state
 *   MAC        of the same with "mote 2 answer " in front and part(outcome) behind
 *   part(x)    the length of x in bytes, ":", x, space: so no two lists of parts are the same text
 *
 * The node publishes the nonce to use, retained. One command uses it up; unused, it is good for one to two `LIFETIME_MS`.
 *
 * - Replayed: the counter never goes back, also over a reboot, since numbers are reserved in the chip's storage before they
 *   are used. A nonce that was used up or expired is never published again.
 * - Withheld and delivered later: expired.
 * - Signed for a later nonce, which somebody between sender and node made the sender believe in: the 72 bits behind the
 *   counter cannot be foretold without the key, whatever the engine's random numbers are worth.
 * - To another board or topic: the topic is signed, and no two boards publish the same nonce.
 * - The storage is lost, and the counter begins anew: the time and a random number went into those 72 bits as well.
 * - Signed by somebody who takes anything for a nonce, or in form 1: no text of form 1 is without line feeds, and none of form 2 that is
 *   obeyed has one, since a command with control characters is refused.
 * - A flood of forged ones: without the badge, which only holders of the key know until they use it, one costs no HMAC. Whoever saw the
 *   badge of a command that got lost has `FORGERIES` tries a second, and with the last of them the nonce is given up.
 * - An answer of another time: the sender's challenge is in it.
 */

const LIFETIME_MS = 60_000;
const TICK_MS = 1_000;
/** How many nonces are reserved at once: one write to flash memory a boot, and one every 17 hours. */
const RESERVED = 1_024;
/** So many false MACs with the right badge are worked out each second. */
const FORGERIES = 4;

const COUNTER_CHARACTERS = 10;
const UNFORESEEABLE_BYTES = 9;
/** In base64. */
const UNFORESEEABLE_CHARACTERS = 12;
const NONCE_CHARACTERS = 2 + COUNTER_CHARACTERS + 1 + UNFORESEEABLE_CHARACTERS;
const BADGE_BYTES = 6;
/** 6 bytes in base64, as a challenge has. */
const BADGE_CHARACTERS = 8;
/** Nonce, space, badge. */
const PASS_CHARACTERS = NONCE_CHARACTERS + 1 + BADGE_CHARACTERS;
/** 144 bits; RFC 2104 §5 asks for no less than 128. */
const MAC_BYTES = 18;
const MAC_CHARACTERS = 24;
const TAIL_CHARACTERS = 1 + PASS_CHARACTERS + 1 + BADGE_CHARACTERS + 1 + MAC_CHARACTERS;

export interface SigningOptions {
  /** 32 … 64 bytes. */
  key: string;
  /** Topic field: where the nonce is published. */
  nonceTopic: string;
  /** Topic field: where the answers are. */
  answerTopic: string;
}

/** What holds the key, and vouches for what was signed with it. */
export interface Signing {
  node: Node;
  crypto: Crypto;
  hmac: (message: string) => string;
  publish: Publisher;
  publishAnswer: Publisher;
  nonceTopic: string;
  /** The first counter that is not reserved. */
  record: StoredRecord;
  /** Of the next nonce. */
  counter: number;
  reserved: number;
  /** The nonce that was published last, and that before, while they are good, each with its badge; else "". */
  pass: string;
  formerPass: string;
  /** When the nonce last changed. */
  sinceMs: number;
  /** Whether it still has to be published. */
  isDue: boolean;
  /** What still has to be; else "". */
  answer: string;
  /** Sessions for which a nonce was made. */
  sessions: number;
  unsigned: number;
  stale: number;
  forged: number;
  /** False MACs that will still be worked out in this second, and commands that came when there were none left. */
  forgeriesLeft: number;
  unchecked: number;
}

/**
 * Puts the check in front of every actuator's commands. To be called once, on a node that was just started. What does not
 * pass moves no pin, and is counted and reported.
 */
export function requireSignatures(node: Node, crypto: Crypto, storage: Storage, options: SigningOptions): Signing {
  let reserved = 0;
  const signing: Signing = {
    node,
    crypto,
    hmac: createHmac(crypto.sha256, options.key),
    publish: createPublisher(node.client, options.nonceTopic, true),
    publishAnswer: createPublisher(node.client, options.answerTopic, false),
    nonceTopic: options.nonceTopic,
    record: openRecord(storage, "nonces", (text) => {
      reserved = parseInt(text);
    }),
    counter: reserved,
    reserved,
    pass: "",
    formerPass: "",
    sinceMs: node.engine.clock.nowMs(),
    isDue: false,
    answer: "",
    sessions: 0,
    unsigned: 0,
    stale: 0,
    forged: 0,
    forgeriesLeft: FORGERIES,
    unchecked: 0,
  };
  for (const output of node.outputs) {
    const topicField = output.entry.commandTopic;
    node.client.routes[topicField] = checked(signing, output, node.client.routes[topicField]);
  }
  node.engine.clock.every(TICK_MS, () => tick(signing));
  node.diagnostics.fields.push(
    () =>
      ',"unsigned":' +
      signing.unsigned +
      ',"stale":' +
      signing.stale +
      ',"forged":' +
      signing.forged +
      ',"unchecked":' +
      signing.unchecked,
  );
  return signing;
}

function checked(signing: Signing, output: Output, obey: Route): Route {
  return (payload, retain) => {
    if (retain) {
      // A retained message is an order of the past, to be ignored as ever.
      obey(payload, retain);
    } else if (pass(signing, output, payload)) {
      carryOut(signing, output, payload, obey);
    }
  };
}

/** The parts that are signed of a payload of the right form. */
function partsOf(output: Output, payload: string): string {
  const at = payload.length - TAIL_CHARACTERS;
  return (
    part(payload.substring(at + 1, at + 1 + NONCE_CHARACTERS)) +
    part(payload.substring(at + 2 + PASS_CHARACTERS, at + 2 + PASS_CHARACTERS + BADGE_CHARACTERS)) +
    part(output.entry.commandTopic.substring(2)) +
    part(payload.substring(0, at))
  );
}

/** With its length in front, so that nothing in it can be taken for the beginning of the next. */
function part(text: string): string {
  return text.length + ":" + text + " ";
}

/** @param purpose No two uses of the key have the same. */
function macOf(signing: Signing, purpose: string, parts: string, bytes: number): string {
  return signing.crypto.base64(signing.hmac("mote 2 " + purpose + parts).substring(0, bytes));
}

/** The first bytes of a text's HMAC, in base64. Texts of another use begin otherwise than "mote 2 ". */
export function sealOf(signing: Signing, text: string, bytes: number): string {
  return signing.crypto.base64(signing.hmac(text).substring(0, bytes));
}

/** Whether a nonce is good for one thing more. */
export function isCurrentNonce(signing: Signing, nonce: string): boolean {
  return (
    nonce.length === NONCE_CHARACTERS &&
    (nonce === signing.pass.substring(0, NONCE_CHARACTERS) ||
      nonce === signing.formerPass.substring(0, NONCE_CHARACTERS))
  );
}

/** The nonce was used up; the next one takes its place within a second. */
export function useUpNonce(signing: Signing): void {
  signing.pass = "";
  signing.formerPass = "";
  signing.sinceMs = signing.node.engine.clock.nowMs() - LIFETIME_MS;
}

/**
 * Whether a payload is a command to be obeyed now; its nonce is then used up. Otherwise says why not. What costs least is looked at
 * first: a flood of what is made up is refused for little more than what it costs to receive it.
 */
function pass(signing: Signing, output: Output, payload: string): boolean {
  const node = signing.node;
  const id = output.entry.id;
  const at = payload.length - TAIL_CHARACTERS;
  if (
    at < 1 ||
    payload.charAt(at) !== " " ||
    payload.charAt(at + 1 + PASS_CHARACTERS) !== " " ||
    payload.charAt(payload.length - MAC_CHARACTERS - 1) !== " "
  ) {
    signing.unsigned++;
    note(node.diagnostics, "command unsigned", id);
    return false;
  }
  const shown = payload.substring(at + 1, at + 1 + PASS_CHARACTERS);
  if (shown !== signing.pass && shown !== signing.formerPass) {
    const nonce = shown.substring(0, NONCE_CHARACTERS);
    if (signing.pass.indexOf(nonce) === 0 || signing.formerPass.indexOf(nonce) === 0) {
      signing.forged++;
      note(node.diagnostics, "command forged", id);
    } else {
      signing.stale++;
      note(node.diagnostics, "command stale", id);
    }
    return false;
  }
  if (signing.forgeriesLeft < 1) {
    signing.unchecked++;
    note(node.diagnostics, "command unchecked", id);
    return false;
  }
  // Until it is known to be genuine: should it be cut off here, it has been counted.
  signing.forgeriesLeft--;
  let isGenuine = false;
  try {
    const mac = macOf(signing, "command ", partsOf(output, payload), MAC_BYTES);
    isGenuine = isEqual(mac, payload.substring(payload.length - MAC_CHARACTERS));
    if (isGenuine) {
      signing.forgeriesLeft++;
    }
    if (isGenuine || signing.forgeriesLeft < 1) {
      signing.pass = "";
      renew(signing);
      publishNonce(signing);
    }
  } catch (error) {
    isGenuine = false;
    fail(signing, error);
  }
  if (!isGenuine) {
    signing.forged++;
    note(node.diagnostics, "command forged", id);
  }
  return isGenuine;
}

/** Obeys a genuine command, and says so to whoever has the key. */
function carryOut(signing: Signing, output: Output, payload: string, obey: Route): void {
  const diagnostics = signing.node.diagnostics;
  const at = payload.length - TAIL_CHARACTERS;
  const command = payload.substring(0, at);
  const refused = diagnostics.refused;
  if (isPrintable(command)) {
    obey(command, false);
  } else {
    diagnostics.refused++;
    note(diagnostics, "command refused", output.entry.id);
  }
  try {
    const outcome = (diagnostics.refused === refused ? "obeyed " : "refused ") + output.entry.actuator.state();
    signing.answer =
      payload.substring(at + 1, at + 2 + NONCE_CHARACTERS) +
      payload.substring(at + 2 + PASS_CHARACTERS, at + 3 + PASS_CHARACTERS + BADGE_CHARACTERS) +
      outcome +
      " " +
      macOf(signing, "answer ", partsOf(output, payload) + part(outcome), MAC_BYTES);
    publishAnswer(signing);
  } catch (error) {
    fail(signing, error);
  }
}

/** Whether no control character is in a command. */
function isPrintable(command: string): boolean {
  let isIt = true;
  for (let i = 0; i < command.length; i++) {
    const code = command.charCodeAt(i);
    isIt = isIt && code >= 32 && code !== 127;
  }
  return isIt;
}

/** Once a second. */
function tick(signing: Signing): void {
  const node = signing.node;
  const isReady = node.client.state === ClientState.Ready;
  const isNewSession = signing.sessions !== node.diagnostics.connects;
  const isOver = elapsedMs(node.engine.clock.nowMs(), signing.sinceMs) >= LIFETIME_MS;
  signing.forgeriesLeft = FORGERIES;
  try {
    if (isReady && (isNewSession || isOver)) {
      signing.sessions = node.diagnostics.connects;
      renew(signing);
    } else if (isOver) {
      expire(signing);
    }
    if (signing.isDue && isReady) {
      publishNonce(signing);
    }
    if (signing.answer.length > 0 && isReady) {
      publishAnswer(signing);
    }
  } catch (error) {
    fail(signing, error);
  }
}

/** The nonce gives way: "" until there is another. */
function expire(signing: Signing): void {
  signing.formerPass = signing.pass;
  signing.pass = "";
  signing.sinceMs = signing.node.engine.clock.nowMs();
}

/** Makes the next nonce, unless its number cannot be reserved: then there is none, and no command is obeyed. */
function renew(signing: Signing): void {
  expire(signing);
  if (signing.counter === signing.reserved) {
    if (!saveRecord(signing.record, "" + (signing.reserved + RESERVED))) {
      note(signing.node.diagnostics, "nonces not stored", "");
      return;
    }
    signing.reserved += RESERVED;
  }
  let digits = "" + signing.counter++;
  const seed = part(digits) + part("" + signing.sinceMs) + part("" + Math.random()) + signing.nonceTopic;
  while (digits.length < COUNTER_CHARACTERS) {
    digits = "0" + digits;
  }
  const nonce = "2." + digits + "." + macOf(signing, "nonce ", seed, UNFORESEEABLE_BYTES);
  signing.pass = nonce + " " + macOf(signing, "badge ", part(nonce), BADGE_BYTES);
  signing.isDue = true;
}

function publishNonce(signing: Signing): void {
  signing.isDue =
    signing.pass.length > 0 && !send(signing.node, signing.publish, signing.pass.substring(0, NONCE_CHARACTERS));
}

function publishAnswer(signing: Signing): void {
  if (send(signing.node, signing.publishAnswer, signing.answer)) {
    signing.answer = "";
  }
}

/** An engine without SHA-256, or out of order: no command is obeyed. */
function fail(signing: Signing, error: unknown): void {
  signing.pass = "";
  signing.node.diagnostics.errors++;
  signing.node.engine.chip.log("signed commands: " + error);
}
