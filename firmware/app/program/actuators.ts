import { addAlarm, setAlarm, type Alarms } from "../../actuators/alarms";
import { ClientState } from "../../mqtt/record";
import { command, publishChange } from "../commands/commands";
import type { Node } from "../node";
import { runGuarded, type Guard } from "./guard";
import { listen } from "./readings";

/** How long after a change it is told: behind all that happens at once with it. */
const SOON_MS = 1;

/**
 * What commands an actuator as a rule does: its limits hold, and its state is published. It gives whether it was obeyed.
 * @param index Its place in the board file.
 */
export function commandOf(node: Node, index: number): (payload: string | number) => boolean {
  const output = node.outputs[index];
  return (payload) => {
    const refused = node.diagnostics.refused;
    command(node, output, "" + payload);
    return node.diagnostics.refused === refused;
  };
}

/** What tells an actuator's state, as it is published. */
export function stateOf(node: Node, index: number): () => string {
  const actuator = node.outputs[index].entry.actuator;
  return () => actuator.state();
}

/** The same where it is a number. */
export function numberOf(node: Node, index: number): () => number {
  const actuator = node.outputs[index].entry.actuator;
  return () => parseFloat(actuator.state());
}

/**
 * Has each change of an actuator's state told, from a turn of its own: of several at once the last. So one listener that commands what
 * another listens to goes round, if it does, without growing.
 * @param changesByItself Whether it does: then that is published from here, in the place of own-changes.ts
 * @param isNumber Whether its state is told as a number.
 */
export function onActuatorState(
  node: Node,
  index: number,
  changesByItself: boolean,
  alarms: Alarms,
  guard: Guard,
  fail: (message: string) => never,
  isNumber: boolean,
): (heard: (state: string | number) => void) => void {
  const output = node.outputs[index];
  const actuator = output.entry.actuator;
  const listeners: ((state: string | number) => void)[] = [];
  let told = actuator.state();
  const alarm = addAlarm(alarms, () => {
    const state = actuator.state();
    if (state !== told) {
      told = state;
      for (const heard of listeners) {
        runGuarded(guard, heard, isNumber ? parseFloat(state) : state, undefined);
      }
    }
  });
  const publish = output.publish;
  output.publish = (payload) => {
    if (payload !== told) {
      setAlarm(alarm, SOON_MS);
    }
    return publish(payload);
  };
  if (changesByItself && actuator.watch !== undefined) {
    actuator.watch(() => {
      if (node.client.state === ClientState.Ready) {
        publishChange(node, output);
      } else {
        output.isDue = true;
        setAlarm(alarm, SOON_MS);
      }
    });
  }
  return (heard) => listen(listeners, heard, fail);
}
