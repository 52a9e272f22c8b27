import { isEqual } from "../commands/hmac";
import { isCurrentNonce, sealOf, useUpNonce } from "../commands/signed-commands";
import { note } from "../diagnostics";
import { askSoon, beginUpdate, roomText } from "./transfer";
import {
  counterOf,
  keepUpdate,
  mayCheck,
  Phase,
  refuseUpdate,
  sayLater,
  tellState,
  waitingOffer,
  type Updates,
} from "./updates";
import { isPlain, wordOf } from "./wire";

/** What may be done to a node: an offer is taken, one that waited is installed, or the program in the other slot returns. */

const SHA_CHARACTERS = 44;
/** Of 18 bytes. RFC 2104 §5 asks for no less than 16. */
const MAC_BYTES = 18;
const MAC_CHARACTERS = 24;
const LONGEST_TEXT = 120;
const LONGEST_VERSION = 40;
/** The field of an offer that holds the MAC. */
const MAC_FIELD = 11;

export function takeOffer(updates: Updates, payload: string): void {
  // What cannot be read counts as well: a flood of anything costs the node next to nothing.
  if (!mayCheck(updates)) {
    return;
  }
  const sha = wordOf(payload, 7);
  const counter = wordOf(payload, 5);
  const macAt = fieldAt(payload, MAC_FIELD);
  const text = payload.substring(macAt + MAC_CHARACTERS + 1);
  if (
    macAt < 0 ||
    payload.length < macAt + MAC_CHARACTERS ||
    (payload.length > macAt + MAC_CHARACTERS && payload.charAt(macAt + MAC_CHARACTERS) !== " ") ||
    wordOf(payload, 1) !== "1" ||
    sha.length !== SHA_CHARACTERS ||
    !(parseInt(counter) > 0) ||
    "" + parseInt(counter) !== counter ||
    flagsOf(payload).length === 0 ||
    wordOf(payload, 10).length > LONGEST_VERSION ||
    text.length > LONGEST_TEXT
  ) {
    updates.node.diagnostics.ignored++;
    note(updates.node.diagnostics, "update unreadable", "");
  } else {
    const reason = reasonAgainst(updates, payload, text);
    if (reason.length > 0) {
      refuseUpdate(updates, sha.substring(0, 8), reason);
    }
  }
}

/** Looks at what costs least first. @returns why not; "" where the offer was taken, or is known */
function reasonAgainst(updates: Updates, payload: string, text: string): string {
  const options = updates.options;
  const signing = updates.signing;
  const sha = wordOf(payload, 7);
  const counter = parseInt(wordOf(payload, 5));
  const nonce = wordOf(payload, 8);
  if (wordOf(payload, 2) !== options.name) {
    return "name";
  }
  if (wordOf(payload, 3) !== options.engine) {
    return "engine";
  }
  if (wordOf(payload, 4) !== options.chip) {
    return "chip";
  }
  if (updates.parts.slots.running().length === 0) {
    return "storage";
  }
  const floor = counterOf(updates);
  if (counter === floor && isKnownOffer(updates, sha)) {
    return "";
  }
  if (counter <= floor) {
    return sha === wordOf(updates.kept, 1) ? "came back" : "counter " + floor;
  }
  if (updates.phase >= Phase.Checking) {
    return "busy";
  }
  if (nonce !== "-" && !isCurrentNonce(signing, nonce)) {
    signing.stale++;
    return "nonce";
  }
  const macAt = fieldAt(payload, MAC_FIELD);
  const signed = "mote 1 offer " + payload.substring(6, macAt) + text;
  const isSigned = isEqual(sealOf(signing, signed, MAC_BYTES), payload.substring(macAt, macAt + MAC_CHARACTERS));
  // What would not be JSON is nothing that the updater signs.
  if (!isSigned || !isPlain(wordOf(payload, 10) + text)) {
    signing.forged++;
    return "signature";
  }
  if (nonce !== "-") {
    useUpNonce(signing);
  }
  return takeSigned(updates, payload, text);
}

/** What is signed, and was not seen before. */
function takeSigned(updates: Updates, payload: string, text: string): string {
  const slots = updates.parts.slots;
  const sha = wordOf(payload, 7);
  const counter = wordOf(payload, 5);
  const size = wordOf(payload, 6);
  const flags = flagsOf(payload);
  const offer = counter + " " + size + " " + sha + " " + flags + " " + wordOf(payload, 10) + " " + text;
  const bad = wordOf(updates.kept, 1);
  updates.checks++;
  if (updates.phase === Phase.Taking && sha === wordOf(updates.offer, 2)) {
    // Whoever brings it began anew: what is written already need not come again.
    if (!keepUpdate(updates, counter, bad, "")) {
      return "storage";
    }
    askSoon(updates);
    return "";
  }
  if (sha === wordOf(slots.runningNote(), 2)) {
    // It runs already.
    if (!keepUpdate(updates, counter, bad, "")) {
      return "storage";
    }
    sayLater(updates, "confirmed " + sha.substring(0, 8));
    tellState(updates);
    return "";
  }
  if (sha === bad && flags.indexOf("+") < 0) {
    return "came back";
  }
  if (!(parseInt(size) > 0) || "" + parseInt(size) !== size) {
    return "size";
  }
  if (slots.roomBytes() < parseInt(size)) {
    return roomText(updates);
  }
  if (flags.substring(0, 3) === "ask") {
    if (!keepUpdate(updates, counter, bad, offer)) {
      return "storage";
    }
    updates.node.engine.chip.log("update offered: " + wordOf(offer, 4));
    tellState(updates);
  } else {
    beginUpdate(updates, offer);
  }
  return "";
}

/** Whether an offer with the highest counter is the one that was taken; if it comes in, somebody is there again to bring it. */
function isKnownOffer(updates: Updates, sha: string): boolean {
  if (updates.phase === Phase.Taking && wordOf(updates.offer, 2) === sha) {
    askSoon(updates);
    return true;
  }
  return (
    wordOf(waitingOffer(updates), 2) === sha ||
    wordOf(updates.offer, 2) === sha ||
    wordOf(updates.parts.slots.runningNote(), 2) === sha
  );
}

/** Goes on with the offer that waits. Needs no signature, since that has one. */
export function installOffer(updates: Updates): void {
  const offer = waitingOffer(updates);
  if (offer.length > 0 && updates.phase <= Phase.Taking) {
    beginUpdate(updates, offer);
  } else {
    updates.node.diagnostics.ignored++;
  }
}

/** Returns to the program in the other slot. */
export function goBack(updates: Updates, payload: string): void {
  const slots = updates.parts.slots;
  const counter = wordOf(payload, 1);
  const nonce = wordOf(payload, 2);
  if (!isCurrentNonce(updates.signing, nonce)) {
    updates.signing.stale++;
    refuseBack(updates, "nonce");
  } else if (mayCheck(updates)) {
    // With the topic, or it would be another node's word as well, made up from this one's nonce.
    const signed = "mote 1 back " + counter + " " + nonce + " " + updates.signing.nonceTopic.substring(2);
    const mac = wordOf(payload, 3);
    if (mac.length !== MAC_CHARACTERS || !isEqual(sealOf(updates.signing, signed, MAC_BYTES), mac)) {
      updates.signing.forged++;
      refuseBack(updates, "signature");
      return;
    }
    updates.checks++;
    useUpNonce(updates.signing);
    const running = slots.running().length > 0 ? slots.runningNote() : "";
    const own = running.length > 0 ? wordOf(running, 0) : "0";
    if (counter !== own) {
      refuseBack(updates, "counter " + own);
    } else if (updates.phase === Phase.Leaving) {
      refuseBack(updates, "busy");
    } else if (slots.running().length === 0 || slots.other() !== "ready") {
      refuseBack(updates, "nothing");
    } else if (slots.giveWay()) {
      updates.phase = Phase.Leaving;
      tellState(updates);
    } else {
      refuseBack(updates, "storage");
    }
  }
}

function refuseBack(updates: Updates, reason: string): void {
  refuseUpdate(updates, "back", reason);
}

/** "" for what is none. */
function flagsOf(payload: string): string {
  const flags = wordOf(payload, 9);
  return flags === "now" || flags === "ask" || flags === "now+again" || flags === "ask+again" ? flags : "";
}

/** Where a field begins; -1 where there are not so many. */
function fieldAt(text: string, index: number): number {
  let start = 0;
  for (let i = 0; i < index; i++) {
    start = text.indexOf(" ", start) + 1;
    if (start === 0) {
      return -1;
    }
  }
  return start;
}
