import type { ActuatorBase } from "../board/config/actuator";
import type { FailSafe } from "../board/config/fail-safe";
import type { BoardSource } from "../board/source";
import type { PlacedActuator } from "./descriptor";

/** What an interlock is about. */
interface Interlocked extends ActuatorBase {
  failSafe?: FailSafe;
  initialValue: unknown;
  interlock?: string;
  interlockWaitSeconds?: number;
}

/** The longest wait that the switches of a group ask for. */
export function longestWaitSeconds(actuators: readonly ActuatorBase[], group: string): number {
  const waits = actuators.flatMap((actuator) => {
    const { interlock, interlockWaitSeconds = 0 } = actuator as Partial<Interlocked>;
    return interlock === group ? [interlockWaitSeconds] : [];
  });
  return Math.max(0, ...waits);
}

/** Checks that the switches of an interlock can do what they are asked for. */
export function checkInterlocks(switches: readonly PlacedActuator<Interlocked>[], source: BoardSource): void {
  for (const { config, place } of switches) {
    if (config.interlock === undefined && config.interlockWaitSeconds !== undefined) {
      source.error(
        [...place, "interlockWaitSeconds"],
        'is for switches with an "interlock"; name the group or leave it out',
      );
    }
  }
  const groups = new Set(switches.flatMap(({ config }) => config.interlock ?? []));
  for (const group of groups) {
    const members = switches.filter(({ config }) => config.interlock === group);
    const shown = source.shown([...members[0].place, "interlock"], group);
    if (members.length === 1) {
      source.error(
        [...members[0].place, "interlock"],
        `no other switch is in the group "${shown}"; give another one the same "interlock"`,
      );
    }
    for (const { place } of members.filter(({ config }) => config.initialValue === "ON").slice(1)) {
      source.error([...place, "initialValue"], `only one switch of the group "${shown}" can be on at boot`);
    }
    for (const { place } of members.filter(({ config }) => config.failSafe?.action === "ON").slice(1)) {
      source.error(
        [...place, "failSafe"],
        `only one switch of the group "${shown}" can be switched on by its fail-safe`,
      );
    }
  }
}
