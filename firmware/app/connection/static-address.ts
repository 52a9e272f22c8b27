import { ClientState } from "../../mqtt/record";
import { note } from "../diagnostics";
import type { Node } from "../node";

const CHECK_MS = 10_000;

/** Reports once, where an engine did not take the address that it was given, so that the node is found under another one. */
export function reportAddress(node: Node, wanted: string, current: () => string): void {
  let isTold = false;
  node.engine.clock.every(CHECK_MS, () => {
    // Not in the place of another report, and not while an address is missing that was there a moment ago.
    const isTime = !isTold && !node.diagnostics.isDue && node.client.state === ClientState.Ready;
    if (isTime && node.engine.wifi.isConnected() && current() !== wanted) {
      isTold = true;
      note(node.diagnostics, "static address not taken", "");
    }
  });
}
