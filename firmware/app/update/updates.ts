import type { Crypto, ProgramSlots, Storage } from "../../engine/engine";
import { ClientState } from "../../mqtt/record";
import { publishOnce } from "../../mqtt/publish";
import type { Signing } from "../commands/signed-commands";
import { note } from "../diagnostics";
import { openRecord, saveRecord, type StoredRecord } from "../kept/record";
import { send, type Node } from "../node";
import { wordOf } from "./wire";

/** What a board is, and where it speaks of updates: constants of the build. */
export interface UpdateOptions {
  name: string;
  engine: string;
  chip: string;
  /** As in reports. */
  version: string;
  /** Topic fields. */
  topic: string;
  wantTopic: string;
  stateTopic: string;
  /** How many bytes of a program fit a message, 4 … 512. */
  partBytes: number;
}

/** What it takes of the engine. */
export interface UpdateParts {
  crypto: Crypto;
  slots: ProgramSlots;
  storage: Storage;
  restart: () => void;
}

/** What a node is about with updates. */
export const enum Phase {
  /** Nothing. */
  Rest,
  /** A program comes in, part by part. */
  Taking,
  /** It is whole, and the engine works out its hash. */
  Checking,
  /** Another program starts with the next tick. */
  Leaving,
  /** The program that runs is on trial. */
  Trial,
}

export interface Updates {
  node: Node;
  signing: Signing;
  parts: UpdateParts;
  options: UpdateOptions;
  record: StoredRecord;
  /**
   * As the record has it, with a space between: the highest counter so far; the SHA of the program that came back last, or "-"; the offer
   * that waits for `install`, or nothing.
   */
  kept: string;
  phase: Phase;
  /** Sessions of which the state was told. */
  sessions: number;
  /** What still has to be said on the topic `want`, besides what is wanted; else "". */
  word: string;
  isStateDue: boolean;
  /** The offer that comes in, as the slot has it noted: COUNTER SIZE SHA FLAGS VERSION TEXT; else "". */
  offer: string;
  /** Where the part that is wanted begins, and how much of it is written; -1 until that was looked up. */
  offset: number;
  done: number;
  /** When it was asked for; on trial: since when the session stands, or when the boot was while there was none. */
  askedMs: number;
  /** How long an answer may take. */
  waitMs: number;
  /** Times that the whole was not what was signed, since boot. */
  mismatches: number;
  /** MACs that will be worked out until the next tick. */
  checks: number;
  /** On trial: whether the broker was asked for an answer after the session had stood. */
  isAsked: boolean;
}

/** So many MACs are worked out from tick to tick that prove to be false. Apart from those of commands, which a flood of these must not stop. */
export const CHECKS = 20;

export function openUpdates(node: Node, signing: Signing, parts: UpdateParts, options: UpdateOptions): Updates {
  let kept = "0 - ";
  const record = openRecord(parts.storage, "update", (text) => {
    kept = text;
  });
  return {
    node,
    signing,
    parts,
    options,
    record,
    kept,
    phase: Phase.Rest,
    sessions: 0,
    word: "",
    isStateDue: false,
    offer: "",
    offset: -1,
    done: 0,
    askedMs: node.engine.clock.nowMs(),
    waitMs: 0,
    mismatches: 0,
    checks: CHECKS,
    isAsked: false,
  };
}

/** The highest counter so far. */
export function counterOf(updates: Updates): number {
  return parseInt(updates.kept);
}

/** The offer that waits for `install`; "" where none does. */
export function waitingOffer(updates: Updates): string {
  const rest = updates.kept.substring(updates.kept.indexOf(" ") + 1);
  return rest.substring(rest.indexOf(" ") + 1);
}

/** @returns false where it could not be stored: what was before still holds */
export function keepUpdate(updates: Updates, counter: string, bad: string, waiting: string): boolean {
  const kept = counter + " " + bad + " " + waiting;
  const isKept = kept === updates.kept || saveRecord(updates.record, kept);
  if (isKept) {
    updates.kept = kept;
  }
  return isKept;
}

/** Has the counter that stands in a slot count: power may have been lost before it was kept. */
export function keepHighest(updates: Updates, offer: string): void {
  if (parseInt(offer) > counterOf(updates)) {
    keepUpdate(updates, wordOf(offer, 0), wordOf(updates.kept, 1), "");
  }
}

/** Whether one more MAC may be worked out. Whoever finds it genuine gives it back. */
export function mayCheck(updates: Updates): boolean {
  if (updates.checks < 1) {
    updates.signing.unchecked++;
    note(updates.node.diagnostics, "update unchecked", "");
    return false;
  }
  updates.checks--;
  return true;
}

/** Says something to whoever updates the node. @returns whether it left */
export function sayWant(updates: Updates, text: string): boolean {
  const node = updates.node;
  return (
    node.client.state === ClientState.Ready &&
    send(node, (payload) => publishOnce(node.client, updates.options.wantTopic, false, payload), text)
  );
}

/** The same, and once more with the next session where there is none now. */
export function sayLater(updates: Updates, text: string): void {
  updates.word = sayWant(updates, text) ? "" : text;
}

export function refuseUpdate(updates: Updates, id: string, reason: string): void {
  note(updates.node.diagnostics, "update refused", "");
  updates.node.engine.chip.log("update refused: " + reason);
  sayWant(updates, "refused " + id + " " + reason);
}

/** The first characters of an offer's SHA. */
export function idOf(offer: string): string {
  return offer.length > 0 ? wordOf(offer, 2).substring(0, 8) : "cable";
}

/** Tells Home Assistant where the node stands, or owes it. */
export function tellState(updates: Updates): void {
  const node = updates.node;
  updates.isStateDue = !(
    node.client.state === ClientState.Ready &&
    send(node, (payload) => publishOnce(node.client, updates.options.stateTopic, true, payload), stateText(updates))
  );
}

function stateText(updates: Updates): string {
  const slots = updates.parts.slots;
  const version = updates.options.version;
  const phase = updates.phase;
  const waiting = waitingOffer(updates);
  const isTrial = phase === Phase.Trial;
  // Of a program that runs, what was offered once; of one that came back, why.
  const offer = updates.offer.length > 0 ? updates.offer : isTrial ? slots.runningNote() : waiting;
  const size = parseInt(wordOf(offer, 1));
  return (
    '{"installed_version":"' +
    version +
    '","latest_version":"' +
    (offer.length > 0 && !isTrial ? wordOf(offer, 4) : version) +
    '","in_progress":' +
    (phase !== Phase.Rest) +
    ',"update_percentage":' +
    (phase === Phase.Taking && updates.offset > 0 ? Math.floor((updates.offset / size) * 100) : "null") +
    ',"release_summary":"' +
    (offer.length > 0 ? releaseText(offer) : cameBackText(updates)) +
    '"}'
  );
}

/** What stands behind the fifth space. */
function releaseText(offer: string): string {
  let rest = offer;
  for (let i = 0; i < 5; i++) {
    rest = rest.substring(rest.indexOf(" ") + 1);
  }
  return rest;
}

/** For people, where the program in the other slot came back. */
function cameBackText(updates: Updates): string {
  const slots = updates.parts.slots;
  const why = slots.running().length > 0 ? whyBack(updates) : "";
  return why.length > 0 ? wordOf(slots.otherNote(), 4) + " came back: " + why : "";
}

/** Why the program in the other slot gave way to this one; "" where it did not. */
export function whyBack(updates: Updates): string {
  const state = updates.parts.slots.other();
  return state === "given up" ? "not confirmed" : state === "failed" || state === "left" ? state : "";
}
