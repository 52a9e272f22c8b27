import type { RuledBoard } from "./descriptor";

/** What rules call what they are about, for people. */

export function nameOfValue(id: string, { channels }: RuledBoard): string {
  return channels.find((channel) => channel.id === id)?.name ?? id;
}

export function nameOfActuator(id: string, { actuators }: RuledBoard): string {
  return actuators.find((actuator) => actuator.id === id)?.name ?? id;
}
