import { elapsedMs } from "../../mqtt/elapsed";
import { ClientState } from "../../mqtt/record";
import { isEqual } from "../commands/hmac";
import { sealOf } from "../commands/signed-commands";
import { note } from "../diagnostics";
import { idOf, keepUpdate, mayCheck, Phase, refuseUpdate, sayWant, tellState, type Updates } from "./updates";
import { wordOf } from "./wire";

/** How a program comes in: the node asks for one part after the other, and writes it where it stays. Nothing of it is kept in memory. */

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;
/** From one question to the same again, whoever wants it asked. */
const LEAST_MS = 1_000;
/** Of the 18 bytes of other MACs 12 suffice: a part that is false is found out by the hash of the whole as well. */
const MAC_BYTES = 12;
const MAC_CHARACTERS = 16;
/** So often a program is begun anew that is not what was signed. */
const MOST_MISMATCHES = 3;

/** Begins with an offer, which stands in the slot from then on; where there is no room, nothing is written. */
export function beginUpdate(updates: Updates, offer: string): void {
  const slots = updates.parts.slots;
  const size = parseInt(wordOf(offer, 1));
  const hasRoom = slots.roomBytes() >= size;
  if (hasRoom && slots.begin(offer, size)) {
    updates.offer = offer;
    updates.phase = Phase.Taking;
    updates.offset = 0;
    updates.done = 0;
    // Should power be lost before, the slot's own note tells of the counter.
    keepUpdate(updates, wordOf(offer, 0), wordOf(updates.kept, 1), "");
    note(updates.node.diagnostics, "update begun", "");
    updates.node.engine.chip.log("update to " + wordOf(offer, 4));
    askSoon(updates);
    tellState(updates);
  } else {
    updates.offer = offer;
    stopUpdate(updates, hasRoom ? "storage" : roomText(updates));
  }
}

/** As a reason of a refusal. */
export function roomText(updates: Updates): string {
  return "room " + Math.max(0, updates.parts.slots.roomBytes());
}

/** Goes on with what an earlier boot began, where it is found. */
export function resumeUpdate(updates: Updates): void {
  const slots = updates.parts.slots;
  const offer = slots.otherNote();
  if (offer.length > 0 && slots.other().length === 0) {
    if (wordOf(updates.kept, 2) === wordOf(offer, 0)) {
      // It does not wait any more.
      keepUpdate(updates, wordOf(offer, 0), wordOf(updates.kept, 1), "");
    }
    updates.offer = offer;
    updates.phase = Phase.Taking;
    updates.offset = -1;
  }
}

/** Asks for what is missing. */
export function askSoon(updates: Updates): void {
  updates.waitMs = FIRST_WAIT_MS;
  if (updates.offset <= 0 || elapsedMs(updates.node.engine.clock.nowMs(), updates.askedMs) >= LEAST_MS) {
    askForPart(updates);
  }
}

/** Asks again for what did not come; called now and then while a program comes in. */
export function watchTransfer(updates: Updates): void {
  if (updates.phase === Phase.Checking) {
    finishUpdate(updates);
  } else if (updates.node.client.state === ClientState.Ready) {
    // Ticks are no finer than the first wait.
    if (elapsedMs(updates.node.engine.clock.nowMs(), updates.askedMs) >= updates.waitMs - LEAST_MS) {
      updates.waitMs = Math.min(2 * updates.waitMs, LONGEST_WAIT_MS);
      askForPart(updates);
    }
    tellState(updates);
  }
}

function askForPart(updates: Updates): void {
  const offer = updates.offer;
  const size = parseInt(wordOf(offer, 1));
  if (updates.offset < 0 && !findWritten(updates, size)) {
    beginUpdate(updates, offer);
    return;
  }
  updates.askedMs = updates.node.engine.clock.nowMs();
  if (updates.offset < size) {
    sayWant(updates, "want " + idOf(offer) + " " + updates.offset + " " + partLength(updates, size));
  } else {
    finishUpdate(updates);
  }
}

function partLength(updates: Updates, size: number): number {
  return Math.min(updates.options.partBytes, size - updates.offset);
}

/**
 * Finds how far the program came. What power cut short is compared with what comes, since it cannot be written twice.
 * @returns false where it is not even begun
 */
function findWritten(updates: Updates, size: number): boolean {
  const written = updates.parts.slots.writtenBytes(size);
  if (written >= 0) {
    const partBytes = updates.options.partBytes;
    updates.offset = written === size ? size : Math.floor(written / partBytes) * partBytes;
    updates.done = written - updates.offset;
  }
  return written >= 0;
}

/** Takes the part that was asked for. Whatever else comes moves nothing. */
export function takePart(updates: Updates, payload: string): void {
  const diagnostics = updates.node.diagnostics;
  const offer = updates.offer;
  const size = parseInt(wordOf(offer, 1));
  const head = "part " + idOf(offer) + " " + updates.offset + " ";
  const at = head.length + MAC_CHARACTERS + 1;
  if (
    updates.phase !== Phase.Taking ||
    updates.offset < 0 ||
    payload.length !== at + partLength(updates, size) ||
    payload.substring(0, head.length) !== head ||
    payload.charAt(at - 1) !== " "
  ) {
    diagnostics.ignored++;
    diagnostics.isDue = true;
  } else if (mayCheck(updates)) {
    const text = "mote 1 part " + wordOf(offer, 2) + " " + updates.offset + " " + payload.substring(at);
    if (isEqual(sealOf(updates.signing, text, MAC_BYTES), payload.substring(head.length, at - 1))) {
      updates.checks++;
      writePart(updates, payload.substring(at), size);
    } else {
      updates.signing.forged++;
      note(diagnostics, "update forged", "");
    }
  }
}

function writePart(updates: Updates, bytes: string, size: number): void {
  const slots = updates.parts.slots;
  const done = updates.done;
  const offset = updates.offset;
  if (done > 0 && slots.read(offset, done) !== bytes.substring(0, done)) {
    beginUpdate(updates, updates.offer);
  } else if (done < bytes.length && !slots.write(offset + done, bytes.substring(done))) {
    stopUpdate(updates, "storage");
  } else {
    updates.done = 0;
    updates.offset = offset + bytes.length;
    updates.waitMs = FIRST_WAIT_MS;
    askForPart(updates);
    if (updates.offset === size) {
      tellState(updates);
    }
  }
}

/** Starts the program that is whole, if it is what was signed. */
function finishUpdate(updates: Updates): void {
  const parts = updates.parts;
  const offer = updates.offer;
  updates.phase = Phase.Checking;
  const size = parseInt(wordOf(offer, 1));
  const hash = parts.slots.hash(size);
  if (hash.length === 0) {
    return;
  }
  if (parts.crypto.base64(hash) !== wordOf(offer, 2)) {
    refuseUpdate(updates, idOf(offer), "hash");
    if (++updates.mismatches < MOST_MISMATCHES) {
      beginUpdate(updates, offer);
    } else {
      endUpdate(updates);
    }
  } else if (parts.slots.tryOther(size)) {
    updates.node.engine.chip.log("update whole: restarting");
    updates.phase = Phase.Leaving;
    tellState(updates);
  } else {
    stopUpdate(updates, "storage");
  }
}

/** An engine that is out of order: the program that runs goes on. */
export function failUpdate(updates: Updates, error: unknown): void {
  updates.node.diagnostics.errors++;
  updates.node.engine.chip.log("update: " + error);
}

/** Until the next boot, or the next offer. */
function stopUpdate(updates: Updates, reason: string): void {
  refuseUpdate(updates, idOf(updates.offer), reason);
  endUpdate(updates);
}

function endUpdate(updates: Updates): void {
  updates.phase = Phase.Rest;
  updates.offer = "";
  updates.offset = -1;
  tellState(updates);
}
