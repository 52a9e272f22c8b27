import type { DerivedSensorBase, ValueName } from "../board/config/derived";
import { firmware } from "../program/code";
import { startDerived } from "../program/derived";
import type { SensorDescriptor } from "./descriptor";
import { measured } from "./facts";
import { checkAir } from "./sources";

/**
 * The absolute humidity: how many grams of water a cubic metre of air holds, worked out of temperature and humidity that the board
 * measures, by the formula of Magnus (WMO-No. 8, annex 4.B; from -45 to 60 °C). Airing dries a room where it is less outside than inside.
 */
export interface AbsoluteHumiditySensorConfig extends DerivedSensorBase {
  type: "absoluteHumidity";
  /** A value in °C: the id of a sensor, or of one of its several values "<id>/<value>". */
  temperature: ValueName;
  /** A relative humidity in %, named likewise. */
  humidity: ValueName;
}

const driver = firmware<typeof import("../../../firmware/sensors/absolute-humidity")>("sensors/absolute-humidity");

export const absoluteHumidity: SensorDescriptor<AbsoluteHumiditySensorConfig> = {
  type: "absoluteHumidity",
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
  // That much holds steam at 100 °C.
  value: ({ decimals }) => measured("g/m³", "absolute_humidity", decimals, [0, 600]),
  start: (_config, [channel], program) =>
    startDerived(program, channel, ([temperature, humidity]) => driver.absoluteHumidity(temperature, humidity)),
};
