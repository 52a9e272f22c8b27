import type { Storage } from "../../engine/engine";
import { countDropped, type Node } from "../node";
import type { Sleeper } from "./sleeper";

/** Of a sleeping node that keeps no readings: how many were lost at wakes without a session. Written at those alone. */
export interface Losses {
  storage: Storage;
  /** Before this wake. */
  lost: number;
  isTold: boolean;
}

const FILE = "lost";

export function createLosses(storage: Storage): Losses {
  const lost = parseInt(storage.read(FILE) ?? "0");
  // Power that is lost while it is written may leave anything.
  return { storage, lost: lost > 0 ? lost : 0, isTold: false };
}

/** Has the report tell of them in `dropped`; to be called in a session, and any number of times. @returns true: nothing more is to come */
export function tellLosses(losses: Losses, node: Node): boolean {
  if (!losses.isTold && losses.lost > 0) {
    node.diagnostics.dropped += losses.lost - 1;
    countDropped(node);
  }
  losses.isTold = true;
  return true;
}

/** The report has arrived. */
export function forgetLosses(losses: Losses): void {
  if (losses.lost > 0) {
    losses.lost = 0;
    losses.storage.write(FILE, "0");
  }
}

/** The node goes to sleep: what it did not tell in a session is lost. */
export function keepLosses(losses: Losses, sleeper: Sleeper): void {
  if (!sleeper.hasTold && sleeper.untold > 0) {
    losses.storage.write(FILE, "" + (losses.lost + sleeper.untold));
  }
}
