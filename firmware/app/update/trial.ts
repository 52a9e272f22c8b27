import { elapsedMs } from "../../mqtt/elapsed";
import { PINGREQ } from "../../mqtt/packet";
import { ClientState } from "../../mqtt/record";
import { ask } from "../../mqtt/request";
import { note } from "../diagnostics";
import { idOf, keepUpdate, Phase, sayLater, tellState, whyBack, type Updates } from "./updates";
import { wordOf } from "./wire";

/**
 * The trial of a new program: it stays when it was online for `STANDS_MS` on end, and the broker answered at the end of that. If it
 * is not by `TRIAL_SECONDS`, the old one returns.
 */
const STANDS_MS = 60_000;
const TRIAL_SECONDS = 600;
/** The loader's own timer, for a program of which nothing runs any more, waits longer. */
const LAST_MS = 660_000;
/** PINGRESP, as `client.awaited` has it. */
const ANSWER = 0xd0;

/** Of a program on trial that got to its end. */
export function beginTrial(updates: Updates): void {
  updates.phase = Phase.Trial;
  updates.parts.slots.stood(LAST_MS);
}

/** Of the old program: the new one came back. It is not to be taken again. */
export function noteReturn(updates: Updates): void {
  const why = whyBack(updates);
  if (why.length > 0) {
    const offer = updates.parts.slots.otherNote();
    const sha = wordOf(offer, 2);
    // What came over the cable has no offer, and may come back.
    if (sha.length > 0 && sha !== wordOf(updates.kept, 1)) {
      keepUpdate(updates, wordOf(updates.kept, 0), sha, "");
    }
    updates.word = "came back " + idOf(offer) + " " + why;
    note(updates.node.diagnostics, "update came back", "");
    updates.node.engine.chip.log("update came back: " + why);
  }
}

/**
 * Looks whether the trial is stood, or over; called now and then.
 * @param isSafe Whether the node is in safe mode: then it is not stood
 */
export function watchTrial(updates: Updates, isSafe: boolean): void {
  const client = updates.node.client;
  if (updates.node.engine.chip.uptimeSeconds() >= TRIAL_SECONDS) {
    giveUp(updates);
  } else if (client.state !== ClientState.Ready || isSafe) {
    updates.isAsked = false;
  } else if (updates.isAsked && client.awaited === 0) {
    endTrial(updates);
  } else if (elapsedMs(updates.node.engine.clock.nowMs(), updates.askedMs) >= STANDS_MS && client.awaited === 0) {
    updates.isAsked = ask(client, PINGREQ, ANSWER);
    // So that the answer is looked for in the next second.
    updates.node.isRestless = true;
  }
}

function endTrial(updates: Updates): void {
  if (updates.parts.slots.confirm()) {
    updates.phase = Phase.Rest;
    note(updates.node.diagnostics, "update confirmed", "");
    updates.node.engine.chip.log("update confirmed");
    sayLater(updates, "confirmed " + idOf(updates.parts.slots.runningNote()));
    tellState(updates);
  }
}

function giveUp(updates: Updates): void {
  updates.node.engine.chip.log("update not confirmed: the old program returns");
  if (updates.parts.slots.other() === "ready") {
    updates.parts.slots.giveWay();
  }
  updates.parts.restart();
}

/** A new session: the time begins anew. */
export function restartTrial(updates: Updates): void {
  updates.askedMs = updates.node.engine.clock.nowMs();
  updates.isAsked = false;
  if (updates.sessions === 1) {
    sayLater(updates, "trial " + idOf(updates.parts.slots.runningNote()));
  }
}
