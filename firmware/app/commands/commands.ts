import { ClientState, type Routes } from "../../mqtt/record";
import { note } from "../diagnostics";
import { countDropped, send, type Node, type Output } from "../node";

/** Routes the command topics to their actuators. */
export function routeCommands(node: Node, routes: Routes): void {
  node.outputs.forEach((output) => {
    routes[output.entry.commandTopic] = (payload, retain) => obey(node, output, payload, retain);
  });
}

/**
 * Obeys an application message on a command topic. What is no command is refused: counted and reported, and no pin moves.
 * A retained message is an order of the past, given again at each reconnect, and ignored.
 */
function obey(node: Node, output: Output, payload: string, retain: boolean): void {
  if (retain) {
    node.diagnostics.ignored++;
    note(node.diagnostics, "retained command ignored", output.entry.id);
  } else {
    command(node, output, payload);
  }
}

/** A message that nobody here asked for. */
export function ignoreMessage(node: Node): void {
  node.diagnostics.ignored++;
  note(node.diagnostics, "unknown topic", "");
}

/** Gives an actuator a command, from the broker or from a rule of the board's own, and publishes the state that follows. */
export function command(node: Node, output: Output, payload: string): void {
  let isObeyed = false;
  try {
    isObeyed = output.entry.actuator.command(payload);
  } catch (error) {
    // The engine refused to drive the pin: to the sender that is a refused command; to the owner also an error.
    node.diagnostics.errors++;
    node.engine.chip.log("actuator " + output.entry.id + ": " + error);
  }
  if (isObeyed) {
    publishChange(node, output);
  } else {
    node.diagnostics.refused++;
    note(node.diagnostics, "command refused", output.entry.id);
  }
}

/** Publishes a new state. One that still waits is never told then. */
export function publishChange(node: Node, output: Output): void {
  if (output.isDue && node.client.state === ClientState.Ready) {
    countDropped(node);
  }
  publishState(node, output);
}

/** A state that cannot be sent now is owed: the broker would keep the old one, retained. */
export function publishState(node: Node, output: Output): void {
  output.isDue = !send(node, output.publish, output.entry.actuator.state());
}

/** Publishes the states that are owed; called once a second. What was owed to a lost session, the next one gets anyway. */
export function publishOwedStates(node: Node): void {
  for (const output of node.outputs) {
    if (output.isDue && node.client.state === ClientState.Ready) {
      publishState(node, output);
    }
  }
}
