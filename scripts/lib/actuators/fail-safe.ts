import type { ActuatorBase } from "../board/config/actuator";
import type { FailSafe } from "../board/config/fail-safe";

/** After how many seconds it goes off by itself, where it was asked to; not every kind can be. */
export function maxOnSecondsOf(actuator: ActuatorBase & { maxOnSeconds?: number }): number | undefined {
  return actuator.maxOnSeconds;
}

/** What an actuator is asked to do without a broker; not every kind can be asked. */
export function failSafeOf(actuator: ActuatorBase & { failSafe?: FailSafe }): FailSafe | undefined {
  return actuator.failSafe;
}
