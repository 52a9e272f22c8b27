import { ClientState } from "../../mqtt/record";
import type { Creditor, Debt, Node } from "../node";

/**
 * Readings of a board that may have more of them at once than the transport or the outbox takes: at a connect, and whenever the
 * periods of several sensors meet. What finds no room is owed, as states are, and measured anew once a second until all have left:
 * behind the status and the states that are owed, in the order of the sensors. Where the oldest message of an outbox gives way there is
 * always room.
 */

/** Has what a sensor or part is owed measured again by `sample`. For boot. */
export function oweTo(node: Node, debt: Debt, sample: () => void): void {
  if (node.owesReadings) {
    const creditor: Creditor = { debt, sample };
    node.creditors.push(creditor);
  }
}

/** Pays what is owed, as far as there is room; called once a second. What a lost session was owed is kept, or counts as dropped. */
export function payDebts(node: Node): void {
  if (node.owesReadings && node.isShort) {
    const isReady = node.client.state === ClientState.Ready;
    node.isShort = isReady && node.isOnlineDue;
    for (const output of node.outputs) {
      node.isShort = node.isShort || (isReady && output.isDue);
    }
    for (const creditor of node.creditors) {
      if (creditor.debt.isOwed && !node.isShort) {
        creditor.debt.isOwed = false;
        creditor.sample();
      }
    }
  }
}
