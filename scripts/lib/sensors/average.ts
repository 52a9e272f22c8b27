import type { DerivedSensorBase, ValueName } from "../board/config/derived";
import { firmware } from "../program/code";
import { startDerived } from "../program/derived";
import type { SensorDescriptor } from "./descriptor";
import { measured } from "./facts";
import { checkAlike, rangeOf } from "./sources";

/** The mean of values that the board measures in one unit. There is none while one of them has no reading. */
export interface AverageSensorConfig extends DerivedSensorBase {
  type: "average";
  /**
   * The values: each the id of a sensor, or of one of its several values "<id>/<value>".
   * @minItems 2
   * @maxItems 16
   */
  values: ValueName[];
}

const { average: driver } = firmware<typeof import("../../../firmware/sensors/average")>("sensors/average");

export const average: SensorDescriptor<AverageSensorConfig> = {
  type: "average",
  defaults: { decimals: 1 },
  exampleEntry: { values: ["north/temperature", "south/temperature"] },
  exampleOn: {
    buses: [{ id: "i2c", type: "i2c", clock: "D22", data: "D21" }],
    sensors: [
      { id: "north", type: "sht3x", periodSeconds: 60 },
      { id: "south", type: "bmp280", periodSeconds: 60 },
    ],
  },
  sources: ({ values }) => values.map((name, index) => [["values", index], name] as const),
  checkSources: checkAlike,
  value: ({ decimals }, sources) => {
    const [first, ...others] = sources;
    const isOneClass = others.every(({ deviceClass }) => deviceClass === first?.deviceClass);
    const ranges = sources.map(rangeOf);
    const mean = (end: 0 | 1): number =>
      ranges.length === 0 ? 0 : ranges.reduce((sum, range) => sum + range[end], 0) / ranges.length;
    return measured(first?.unit, isOneClass ? first?.deviceClass : undefined, decimals, [mean(0), mean(1)]);
  },
  start: (_config, [channel], program) => startDerived(program, channel, (values) => driver(values)),
};
