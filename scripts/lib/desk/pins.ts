import { actuatorOf } from "../actuators/registry";
import type { Board } from "../board/config";
import type { PinDuty } from "../kind";
import { sensorOf } from "../sensors/registry";
import type { DeskPin } from "./protocol";

const DUTIES: Readonly<Record<PinDuty, DeskPin["duty"]>> = {
  measured: "analog",
  contact: "input",
  watched: "input",
  driven: "output",
  "square wave": "pwm",
  strip: "pulses",
  bus: "bus",
};

/** The pins that a board file names, and what is soldered to them, in its order. */
export function pinsOf({ sensors, actuators, buses }: Board): DeskPin[] {
  const kinds = [
    ...sensors.map((config) => ({ config, kind: sensorOf(config) })),
    ...actuators.map((config) => ({ config, kind: actuatorOf(config) })),
  ];
  return [
    ...kinds.flatMap(({ config, kind }) => {
      const named = new Map<string, unknown>(Object.entries(config));
      return Object.entries<PinDuty>(kind.pins ?? {}).flatMap(([key, duty]): DeskPin[] => {
        const name = named.get(key);
        return typeof name === "string" ? [{ name, part: config.id, duty: DUTIES[duty] }] : [];
      });
    }),
    ...buses.flatMap((bus) => {
      const lines = bus.type === "i2c" ? [bus.clock, bus.data] : [bus.pin];
      return lines.map((name): DeskPin => ({ name, part: bus.id, duty: "bus" }));
    }),
  ];
}
