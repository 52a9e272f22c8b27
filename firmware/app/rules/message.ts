import { addAlarm, setAlarm, type Alarms } from "../../actuators/alarms";
import { command } from "../commands/commands";
import { note } from "../diagnostics";
import type { Take } from "../messages/hear";
import type { Node } from "../node";

/** How long it waits before a command that was refused is given again. */
const RETRY_MS = 60_000;

/**
 * Commands an actuator by what another node says. Its messages are no commands from outside: they need no signature where commands do.
 * @param index The actuator's place in the board file.
 * @param commandFor Gives the command for a payload; "" where it means none
 * @param heard Is told of each message that tells that somebody is there: one that the broker had kept tells nothing of that
 */
export function messageRule(
  node: Node,
  index: number,
  takesRetained: boolean,
  commandFor: (payload: string) => string,
  heard?: () => void,
): Take {
  const output = node.outputs[index];
  return (payload, _topic, retain) => {
    if (!retain && heard !== undefined) {
      heard();
    }
    const wanted = takesRetained || !retain ? commandFor(payload) : "";
    if (wanted.length > 0) {
      command(node, output, wanted);
    }
  };
}

/**
 * Gives an actuator a command when nobody was heard for so long, whoever's fault that is, also from boot on. Once for each silence:
 * what is done by hand or by another rule afterwards stays.
 * @param index The actuator's place in the board file.
 * @param silentMs 1 … 2^30
 * @returns to be called when somebody is heard
 */
export function onSilence(node: Node, alarms: Alarms, index: number, silentMs: number, payload: string): () => void {
  const output = node.outputs[index];
  const alarm = addAlarm(alarms, () => {
    const refused = node.diagnostics.refused;
    note(node.diagnostics, "other node silent", output.entry.id);
    command(node, output, payload);
    if (node.diagnostics.refused !== refused) {
      setAlarm(alarm, RETRY_MS);
    }
  });
  setAlarm(alarm, silentMs);
  return () => setAlarm(alarm, silentMs);
}
