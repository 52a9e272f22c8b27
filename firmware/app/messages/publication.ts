import { PublishStatus } from "../../mqtt/record";
import type { Publisher } from "../../mqtt/publish";
import { attempt } from "../attempt";
import { countDropped, type Node } from "../node";

/** A topic of the board's own, for its program. */
export interface Publication {
  /** @returns whether it was sent, or will be; what was not is counted as dropped */
  publish: (payload: string) => boolean;
}

export function createPublication(node: Node, publish: Publisher): Publication {
  return {
    publish: (payload) => {
      const isTaken = attempt(publish, payload, node.engine.chip) < PublishStatus.NotConnected;
      if (!isTaken) {
        countDropped(node);
      }
      return isTaken;
    },
  };
}
