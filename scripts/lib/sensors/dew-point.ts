import type { DerivedSensorBase, ValueName } from "../board/config/derived";
import { firmware } from "../program/code";
import { startDerived } from "../program/derived";
import type { SensorDescriptor } from "./descriptor";
import { celsius } from "./facts";
import { checkAir } from "./sources";

/**
 * The dew point: the temperature in °C below which water condenses, worked out of temperature and humidity that the board measures, by
 * the formula of Magnus (WMO-No. 8, annex 4.B; from -45 to 60 °C).
 */
export interface DewPointSensorConfig extends DerivedSensorBase {
  type: "dewPoint";
  /** A value in °C: the id of a sensor, or of one of its several values "<id>/<value>". */
  temperature: ValueName;
  /** A relative humidity in %, named likewise. */
  humidity: ValueName;
}

const driver = firmware<typeof import("../../../firmware/sensors/dew-point")>("sensors/dew-point");

export const dewPoint: SensorDescriptor<DewPointSensorConfig> = {
  type: "dewPoint",
  defaults: { decimals: 1 },
  exampleEntry: { temperature: "room/temperature", humidity: "room/humidity" },
  exampleOn: {
    buses: [{ id: "i2c", type: "i2c", clock: "D22", data: "D21" }],
    sensors: [{ id: "room", type: "sht3x", periodSeconds: 60 }],
  },
  sources: ({ temperature, humidity }) => [
    [["temperature"], temperature],
    [["humidity"], humidity],
  ],
  checkSources: checkAir,
  value: ({ decimals }, [temperature]) => celsius(decimals, [-120, temperature?.range?.[1] ?? 125]),
  start: (_config, [channel], program) =>
    startDerived(program, channel, ([temperature, humidity]) => driver.dewPoint(temperature, humidity)),
};
