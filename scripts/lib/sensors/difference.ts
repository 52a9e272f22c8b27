import type { DerivedSensorBase, ValueName } from "../board/config/derived";
import { firmware } from "../program/code";
import { startDerived } from "../program/derived";
import type { SensorDescriptor } from "./descriptor";
import { measured } from "./facts";
import { checkAlike, rangeOf } from "./sources";

/**
 * What the board measures in one place less what it measures in another, in one unit: the flow of a heating less its return. That of
 * two temperatures in °C is in K, which Home Assistant leaves as it is.
 */
export interface DifferenceSensorConfig extends DerivedSensorBase {
  type: "difference";
  /** The one value: the id of a sensor, or of one of its several values "<id>/<value>". */
  value: ValueName;
  /** The other one, which is taken from it, named likewise. */
  minus: ValueName;
}

const { difference: driver } = firmware<typeof import("../../../firmware/sensors/difference")>("sensors/difference");

export const difference: SensorDescriptor<DifferenceSensorConfig> = {
  type: "difference",
  defaults: { decimals: 1 },
  exampleEntry: { value: "inside/temperature", minus: "outside/temperature" },
  exampleOn: {
    buses: [{ id: "i2c", type: "i2c", clock: "D22", data: "D21" }],
    sensors: [
      { id: "inside", type: "sht3x", periodSeconds: 60 },
      { id: "outside", type: "bmp280", periodSeconds: 60 },
    ],
  },
  sources: ({ value, minus }) => [
    [["value"], value],
    [["minus"], minus],
  ],
  checkSources: checkAlike,
  value: ({ decimals }, [value, minus]) => {
    const [low, high] = rangeOf(value);
    const [minusLow, minusHigh] = rangeOf(minus);
    const unit = value?.unit === "°C" ? "K" : value?.unit;
    return measured(unit, undefined, decimals, [low - minusHigh, high - minusLow]);
  },
  start: (_config, [channel], program) => startDerived(program, channel, ([value, minus]) => driver(value, minus)),
};
