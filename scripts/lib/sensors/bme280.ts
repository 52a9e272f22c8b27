import type { BusSensorBase, QuantityConfig } from "../board/config/sensor";
import { i2c } from "../program/buses";
import { firmware } from "../program/code";
import { startPart } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import { celsius, humidity } from "./facts";
import { perPascal, pressure, PRESSURE_DEFAULTS, type PressureConfig } from "./pressure";

/** A BME280 on an I²C bus: temperature in °C, relative humidity in %, and air pressure as it is where the part is. */
export interface Bme280SensorConfig extends BusSensorBase {
  type: "bme280";
  /** 0x77 where its pin SDO is high. */
  address: "0x76" | "0x77";
  /** false: not published. */
  temperature: false | QuantityConfig;
  /** false: not published. */
  humidity: false | QuantityConfig;
  /** false: not published. */
  pressure: false | PressureConfig;
}

const driver = firmware<typeof import("../../../firmware/sensors/bme280")>("sensors/bme280");

export const bme280: SensorDescriptor<Bme280SensorConfig> = {
  type: "bme280",
  defaults: { address: "0x76", temperature: { decimals: 1 }, humidity: { decimals: 1 }, pressure: PRESSURE_DEFAULTS },
  bus: { type: "i2c", measures: ["temperature", "pressure", "humidity"], measuringMs: () => 12 },
  values: { temperature: ({ decimals }) => celsius(decimals, [-40, 85]), humidity, pressure },
  start: ({ bus, address, pressure }, channels, program) => {
    const options = { address: Number(address), perPascal: perPascal(pressure) };
    startPart(program, channels, driver.bme280(i2c(program, bus), options), bus);
  },
};
