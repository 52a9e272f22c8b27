import { ClientState } from "../../mqtt/record";
import { elapsedMs } from "../../mqtt/elapsed";
import { note } from "../diagnostics";
import type { Node } from "../node";

/**
 * Gives an actuator a command of its own when nobody could have given it one for `afterMs`, also from boot on. Once for each
 * time without a broker: what is done by hand or by a rule afterwards stays.
 *
 * The time counts from when the session last stood without an answer being due: a broker that is silent is found out by a
 * ping without answer, and the time since that ping counts already.
 * @param index The actuator's place in the board file.
 */
export function failSafe(node: Node, index: number, afterMs: number, command: string): void {
  const output = node.outputs[index];
  const entry = output.entry;
  const client = node.client;
  let sinceMs = node.engine.clock.nowMs();
  /** The session stands, and nothing has to be undone of when it did not. */
  let isCalm = false;
  let hasActed = false;
  /** Apart from what runs again and again: an interpreter of source text reads what it passes over. */
  const decide = (): void => {
    const nowMs = node.engine.clock.nowMs();
    const isReachable = client.state === ClientState.Ready && client.awaited === 0;
    if (isReachable) {
      if (hasActed) {
        hasActed = false;
        note(node.diagnostics, "fail-safe has acted", entry.id);
      }
    } else if (isCalm) {
      sinceMs = nowMs;
    } else if (!hasActed && elapsedMs(nowMs, sinceMs) >= afterMs) {
      // Refused, or the pin cannot be driven: tried again in the next second.
      if (entry.actuator.command(command)) {
        hasActed = true;
      }
      // A session that is only silent may go on; a new one gets it anyway.
      output.isDue = true;
      node.engine.chip.log("fail-safe: " + entry.id + " " + command);
    }
    isCalm = isReachable;
  };
  node.watchers.push(() => {
    if (node.isRestless || !isCalm) {
      decide();
    }
  });
}
