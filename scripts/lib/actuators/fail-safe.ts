import type { ActuatorBase } from "../board/config/actuator";
import type { FailSafe } from "../board/config/fail-safe";

/** What an actuator is asked to do without a broker; not every kind can be asked. */
export function failSafeOf(actuator: ActuatorBase & { failSafe?: FailSafe }): FailSafe | undefined {
  return actuator.failSafe;
}
