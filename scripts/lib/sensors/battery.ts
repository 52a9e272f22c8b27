import type { DerivedSensorBase, ValueName } from "../board/config/derived";
import { firmware } from "../program/code";
import { startDerived } from "../program/derived";
import type { SensorDescriptor } from "./descriptor";
import { measured } from "./facts";
import { checkVoltage } from "./sources";
import { VOLTAGES } from "./voltages";

/**
 * How full a battery is, in percent, by its voltage, which another sensor measures. What is left for a voltage differs from maker to
 * maker, with load and cold, by 10 % and more: it tells when to change or charge it, and no more than that.
 */
export interface BatterySensorConfig extends DerivedSensorBase {
  type: "battery";
  /** The battery's voltage in V: the id of a sensor, or of one of its several values "<id>/<value>". */
  voltage: ValueName;
  /** What its cells are: lithium-ion and lithium polymer of 4.2 V, alkaline, or nickel-metal hydride, all of them with little load. */
  cells: "li-ion" | "alkaline" | "nimh";
  /**
   * How many cells are in series, so that their voltages add up.
   * @asType integer
   * @minimum 1
   * @maximum 12
   */
  inSeries: number;
  /**
   * The battery's own curve, in place of that of `cells`: voltages of the whole battery that fall, with what is left there.
   * @minItems 2
   * @maxItems 16
   */
  points?: BatteryPoint[];
}

export interface BatteryPoint {
  /**
   * @minimum 0
   * @maximum 100
   */
  volts: number;
  /**
   * @minimum 0
   * @maximum 100
   */
  percent: number;
}

/**
 * What is left of one cell, in percent, by its voltage. Nominal: the shape that data sheets of such cells print for a few mA at 20 °C,
 * rounded. No cell was measured for it.
 */
const CURVES: Readonly<Record<BatterySensorConfig["cells"], readonly number[]>> = {
  "li-ion": [4.18, 100, 4.06, 90, 3.92, 70, 3.82, 50, 3.75, 30, 3.68, 15, 3.5, 5, 3.2, 0],
  alkaline: [1.55, 100, 1.4, 80, 1.28, 55, 1.2, 35, 1.1, 15, 1, 5, 0.9, 0],
  nimh: [1.38, 100, 1.3, 85, 1.25, 50, 1.21, 20, 1.15, 8, 1, 0],
};
/** A curve is told to the millivolt. */
const MILLI = 1_000;

const driver = firmware<typeof import("../../../firmware/sensors/battery")>("sensors/battery");

export const battery: SensorDescriptor<BatterySensorConfig> = {
  type: "battery",
  defaults: { decimals: 0, cells: "li-ion", inSeries: 1 },
  needs: [VOLTAGES],
  exampleEntry: { voltage: "supply" },
  exampleOn: {
    sensors: [{ id: "supply", type: "analog", pin: "D34", periodSeconds: 60, scale: 6.6, unit: "V" }],
  },
  sources: ({ voltage }) => [[["voltage"], voltage]],
  checkSources: checkVoltage,
  check: ({ points = [] }, place, source) => {
    for (const key of ["cells", "inSeries"]) {
      if (points.length > 0 && source.has([...place, key])) {
        source.error([...place, key], '"points" are the curve of the whole battery: leave this out, or those');
      }
    }
    const isFalling = points.every(({ volts, percent }, index) => {
      const before = points[index - 1];
      return index === 0 || (volts < before.volts && percent <= before.percent);
    });
    if (!isFalling) source.error([...place, "points"], "the voltages have to fall, and what is left with them");
  },
  value: ({ decimals }) => measured("%", "battery", decimals, [0, 100]),
  start: (config, [channel], program) =>
    startDerived(program, channel, ([voltage]) => driver.battery(voltage, curveOf(config))),
};

function curveOf({ cells, inSeries, points }: BatterySensorConfig): readonly number[] {
  if (points !== undefined) return points.flatMap(({ volts, percent }) => [volts, percent]);
  return CURVES[cells].map((each, index) => (index % 2 === 0 ? Math.round(each * inSeries * MILLI) / MILLI : each));
}
