import { ClientState } from "../../mqtt/record";
import { publishChange } from "./commands";
import type { Node } from "../node";

/**
 * Publishes an actuator's state also when it changes by itself. Without a session, the next one gets it anyway.
 * @param index The actuator's place in the board file.
 */
export function publishOwnChanges(node: Node, index: number): void {
  const output = node.outputs[index];
  const actuator = output.entry.actuator;
  if (actuator.watch !== undefined) {
    actuator.watch(() => {
      if (node.client.state === ClientState.Ready) {
        publishChange(node, output);
      } else {
        output.isDue = true;
      }
    });
  }
}
