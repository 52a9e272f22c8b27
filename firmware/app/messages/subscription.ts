import { note } from "../diagnostics";
import type { Node } from "../node";
import type { Take } from "./hear";

/** Messages that the board's own program hears. */
export interface Subscription {
  take: Take;
  /** Has each message told, to all that asked for it. */
  onMessage: (heard: (payload: string, topic: string) => void) => void;
}

/**
 * @param id Of the board file
 * @param longestBytes What is longer is counted as refused, and told
 * @param takesRetained Whether messages count that the broker had kept from before
 */
export function createSubscription(node: Node, id: string, longestBytes: number, takesRetained: boolean): Subscription {
  const listeners: ((payload: string, topic: string) => void)[] = [];
  return {
    take: (payload, topic, retain) => {
      if (payload.length > longestBytes) {
        node.diagnostics.refused++;
        note(node.diagnostics, "message too long", id);
      } else if (takesRetained || !retain) {
        for (const heard of listeners) {
          heard(payload, topic);
        }
      }
    },
    onMessage: (heard) => {
      listeners.push(heard);
    },
  };
}
