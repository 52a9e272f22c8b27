import type { Crypto, Storage } from "../../engine/engine";
import { ClientState, type Route } from "../../mqtt/record";
import { elapsedMs } from "../../mqtt/elapsed";
import { createPublisher, type Publisher } from "../../mqtt/publish";
import { note } from "../diagnostics";
import { createHmac, isEqual } from "./hmac";
import { send, type Node, type Output } from "../node";
import { openRecord, saveRecord, type StoredRecord } from "../kept/record";

/**
 * Commands that only the holders of a key can give: an HMAC-SHA256 stands in front of every actuator.
 *
 *   payload   command, space, nonce, space, MAC        ON 0000000042.3kVb9QeXw0Zr Yw7f0CqP1n+…
 *   nonce     counter of 10 digits, ".", 12 characters of base64
 *   MAC       the first 18 bytes, in base64, of HMAC-SHA256(key, nonce, line feed, topic name, line feed, command)
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
 */

const LIFETIME_MS = 60_000;
const TICK_MS = 1_000;
/** How many nonces are reserved at once: one write to flash memory a boot, and one every 17 hours. */
const RESERVED = 1_024;

const COUNTER_CHARACTERS = 10;
/** 9 bytes in base64. */
const UNFORESEEABLE_CHARACTERS = 12;
const NONCE_CHARACTERS = COUNTER_CHARACTERS + 1 + UNFORESEEABLE_CHARACTERS;
/** 144 bits; RFC 2104 §5 asks for no less than 128. */
const MAC_BYTES = 18;
const MAC_CHARACTERS = 24;
const TAIL_CHARACTERS = 1 + NONCE_CHARACTERS + 1 + MAC_CHARACTERS;

export interface SigningOptions {
  /** 32 … 64 bytes. */
  key: string;
  /** Topic field: where the nonce is published. */
  nonceTopic: string;
}

interface Signing {
  node: Node;
  crypto: Crypto;
  hmac: (message: string) => string;
  publish: Publisher;
  nonceTopic: string;
  /** The first counter that is not reserved. */
  record: StoredRecord;
  /** Of the next nonce. */
  counter: number;
  reserved: number;
  /** What was published last, and before that, while it is good; else "". */
  nonce: string;
  formerNonce: string;
  /** When the nonce last changed. */
  sinceMs: number;
  /** Whether it still has to be published. */
  isDue: boolean;
  /** Sessions for which a nonce was made. */
  sessions: number;
  unsigned: number;
  stale: number;
  forged: number;
}

/**
 * Puts the check in front of every actuator's commands. To be called once, on a node that was just started. What does not
 * pass moves no pin, and is counted and reported.
 */
export function requireSignatures(node: Node, crypto: Crypto, storage: Storage, options: SigningOptions): void {
  let reserved = 0;
  const signing: Signing = {
    node,
    crypto,
    hmac: createHmac(crypto.sha256, options.key),
    publish: createPublisher(node.client, options.nonceTopic, true),
    nonceTopic: options.nonceTopic,
    record: openRecord(storage, "nonces", (text) => {
      reserved = parseInt(text);
    }),
    counter: reserved,
    reserved,
    nonce: "",
    formerNonce: "",
    sinceMs: node.engine.clock.nowMs(),
    isDue: false,
    sessions: 0,
    unsigned: 0,
    stale: 0,
    forged: 0,
  };
  for (const output of node.outputs) {
    const topicField = output.entry.commandTopic;
    node.client.routes[topicField] = checked(signing, output, node.client.routes[topicField]);
  }
  node.engine.clock.every(TICK_MS, () => tick(signing));
  node.diagnostics.fields.push(
    () => ',"unsigned":' + signing.unsigned + ',"stale":' + signing.stale + ',"forged":' + signing.forged,
  );
}

function checked(signing: Signing, output: Output, obey: Route): Route {
  return (payload, retain) => {
    // A retained message is an order of the past, to be ignored as ever.
    if (retain || pass(signing, output, payload)) {
      obey(retain ? payload : commandOf(payload), retain);
    }
  };
}

/** What stands in front of the nonce. */
function commandOf(payload: string): string {
  return payload.substring(0, payload.length - TAIL_CHARACTERS);
}

/** Whether a payload is a command to be obeyed now; its nonce is then used up. Otherwise says why not. */
function pass(signing: Signing, output: Output, payload: string): boolean {
  const node = signing.node;
  const id = output.entry.id;
  const at = payload.length - TAIL_CHARACTERS;
  if (at < 1 || payload.charAt(at) !== " " || payload.charAt(at + 1 + NONCE_CHARACTERS) !== " ") {
    signing.unsigned++;
    note(node.diagnostics, "command unsigned", id);
    return false;
  }
  const nonce = payload.substring(at + 1, at + 1 + NONCE_CHARACTERS);
  if (nonce !== signing.nonce && nonce !== signing.formerNonce) {
    signing.stale++;
    note(node.diagnostics, "command stale", id);
    return false;
  }
  let isGenuine = false;
  try {
    const message = nonce + "\n" + output.entry.commandTopic.substring(2) + "\n" + payload.substring(0, at);
    const mac = signing.crypto.base64(signing.hmac(message).substring(0, MAC_BYTES));
    isGenuine = isEqual(mac, payload.substring(at + 2 + NONCE_CHARACTERS));
    if (isGenuine) {
      signing.nonce = "";
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

/** Once a second. */
function tick(signing: Signing): void {
  const node = signing.node;
  const isReady = node.client.state === ClientState.Ready;
  const isNewSession = signing.sessions !== node.diagnostics.connects;
  const isOver = elapsedMs(node.engine.clock.nowMs(), signing.sinceMs) >= LIFETIME_MS;
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
  } catch (error) {
    fail(signing, error);
  }
}

/** The nonce gives way: "" until there is another. */
function expire(signing: Signing): void {
  signing.formerNonce = signing.nonce;
  signing.nonce = "";
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
  // No command begins with a letter where a nonce has its counter: neither can be taken for the other.
  const seed = "nonce " + digits + " " + signing.sinceMs + " " + Math.random() + " " + signing.nonceTopic;
  while (digits.length < COUNTER_CHARACTERS) {
    digits = "0" + digits;
  }
  signing.nonce = digits + "." + signing.crypto.base64(signing.hmac(seed)).substring(0, UNFORESEEABLE_CHARACTERS);
  signing.isDue = true;
}

function publishNonce(signing: Signing): void {
  signing.isDue = signing.nonce.length > 0 && !send(signing.node, signing.publish, signing.nonce);
}

/** An engine without SHA-256, or out of order: no command is obeyed. */
function fail(signing: Signing, error: unknown): void {
  signing.nonce = "";
  signing.node.diagnostics.errors++;
  signing.node.engine.chip.log("signed commands: " + error);
}
