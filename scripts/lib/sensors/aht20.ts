import type { BusSensorBase, QuantityConfig } from "../board/config/sensor";
import { i2c } from "../program/buses";
import { firmware } from "../program/code";
import { startPart } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import { celsius, humidity } from "./facts";

/** An AHT20 on an I²C bus: temperature in °C and relative humidity in %. Its address is always 0x38. */
export interface Aht20SensorConfig extends BusSensorBase {
  type: "aht20";
  /** false: not published. */
  temperature: false | QuantityConfig;
  /** false: not published. */
  humidity: false | QuantityConfig;
}

const driver = firmware<typeof import("../../../firmware/sensors/aht20")>("sensors/aht20");

export const aht20: SensorDescriptor<Aht20SensorConfig> = {
  type: "aht20",
  defaults: { temperature: { decimals: 1 }, humidity: { decimals: 1 } },
  bus: { type: "i2c", address: "0x38", measures: ["temperature", "humidity"], measuringMs: () => 90 },
  values: { temperature: ({ decimals }) => celsius(decimals, [-50, 150]), humidity },
  start: ({ bus }, channels, program) => startPart(program, channels, driver.aht20(i2c(program, bus)), bus),
};
