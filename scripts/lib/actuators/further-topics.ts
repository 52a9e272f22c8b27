import type { ActuatorBase } from "../board/config/actuator";
import { actuatorOf } from "./registry";

/** What an actuator publishes besides its state. */
export function furtherTopics(actuator: ActuatorBase): { level: string; topic: string; longest: string }[] {
  const own = new Map<string, unknown>(Object.entries(actuator));
  return Object.entries(actuatorOf(actuator).topics ?? {}).map(([key, { level, longest }]) => ({
    level,
    topic: String(own.get(key)),
    longest,
  }));
}
