import type { ActuatorBase } from "../board/config/actuator";
import type { ActuatorDescriptor } from "./descriptor";
import * as kinds from "./kinds";

type Kinds = (typeof kinds)[keyof typeof kinds];

/** @discriminator type */
export type ActuatorConfig = Kinds extends infer Each
  ? Each extends ActuatorDescriptor<infer Config>
    ? Config
    : never
  : never;

/** In the order in which they are documented. */
export const ACTUATORS: readonly ActuatorDescriptor[] = Object.values(kinds);

export function actuatorOf({ type }: Pick<ActuatorBase, "type">): ActuatorDescriptor {
  const found = ACTUATORS.find((each) => each.type === type);
  if (found === undefined) throw new Error(`there is no actuator "${type}"`);
  return found;
}
