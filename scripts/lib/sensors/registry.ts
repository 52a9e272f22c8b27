import type { SensorBase } from "../board/config/sensor";
import type { SensorDescriptor } from "./descriptor";
import * as kinds from "./kinds";

type Kinds = (typeof kinds)[keyof typeof kinds];

/** @discriminator type */
export type SensorConfig = Kinds extends infer Each
  ? Each extends SensorDescriptor<infer Config>
    ? Config
    : never
  : never;

/** In the order in which they are documented. */
export const SENSORS: readonly SensorDescriptor[] = Object.values(kinds);

export function sensorOf({ type }: Pick<SensorBase, "type">): SensorDescriptor {
  const found = SENSORS.find((each) => each.type === type);
  if (found === undefined) throw new Error(`there is no sensor "${type}"`);
  return found;
}

/** Whether a board file has to say how often a sensor is read, where nothing else does: no sleep, no source, no default. */
export function hasOwnPace({ sources, defaults }: SensorDescriptor): boolean {
  return sources === undefined && !("periodSeconds" in defaults);
}
