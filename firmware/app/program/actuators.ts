import type { Actuator } from "../../actuators/actuator";
import { addAlarm, setAlarm, type Alarm, type Alarms } from "../../actuators/alarms";
import { command } from "../commands/commands";
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

/** What tells a program of an actuator's state. */
export interface States {
  alarm: Alarm;
  hearers: ((state: string | number) => void)[];
}

/**
 * Has each change of an actuator's state told, from a turn of its own: of several at once the last. So what listens to an actuator and
 * commands another, which something else listens to, goes round, if it does, without growing.
 * @param isNumber Whether its state is told as a number.
 */
export function createStates(alarms: Alarms, guard: Guard, actuator: Actuator, isNumber: boolean): States {
  const hearers: ((state: string | number) => void)[] = [];
  let told = actuator.state();
  const alarm = addAlarm(alarms, () => {
    const state = actuator.state();
    if (state !== told) {
      told = state;
      for (const heard of hearers) {
        runGuarded(guard, heard, isNumber ? parseFloat(state) : state, undefined);
      }
    }
  });
  return { alarm, hearers };
}

/** The actuator for the node, which tells of its changes. */
export function telling(actuator: Actuator, states: States): Actuator {
  return {
    command: (payload) => {
      const isObeyed = actuator.command(payload);
      if (isObeyed) {
        setAlarm(states.alarm, SOON_MS);
      }
      return isObeyed;
    },
    state: actuator.state,
    kept: actuator.kept,
  };
}

/** The same of one that changes by itself. */
export function tellingItself(actuator: Actuator, states: States): Actuator {
  return {
    command: (payload) => {
      const isObeyed = actuator.command(payload);
      if (isObeyed) {
        setAlarm(states.alarm, SOON_MS);
      }
      return isObeyed;
    },
    state: actuator.state,
    kept: actuator.kept,
    watch: (changed) => {
      if (actuator.watch !== undefined) {
        actuator.watch(() => {
          setAlarm(states.alarm, SOON_MS);
          changed();
        });
      }
    },
  };
}

/** What adds a listener to an actuator's state. */
export function onState(
  states: States,
  fail: (message: string) => never,
): (heard: (state: string | number) => void) => void {
  return (heard) => listen(states.hearers, heard, fail);
}
