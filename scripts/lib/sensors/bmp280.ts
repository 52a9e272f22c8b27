import type { BusSensorBase, QuantityConfig } from "../board/config/sensor";
import { i2c } from "../program/buses";
import { firmware } from "../program/code";
import { startPart } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import { celsius } from "./facts";
import { perPascal, pressure, PRESSURE_DEFAULTS, type PressureConfig } from "./pressure";

/** A BMP280 on an I²C bus: temperature in °C and air pressure, as it is where the part is. */
export interface Bmp280SensorConfig extends BusSensorBase {
  type: "bmp280";
  /** 0x77 where its pin SDO is high. */
  address: "0x76" | "0x77";
  /** false: not published. */
  temperature: false | QuantityConfig;

  /** false: not published. */
  pressure: false | PressureConfig;
}

const driver = firmware<typeof import("../../../firmware/sensors/bmp280")>("sensors/bmp280");

export const bmp280: SensorDescriptor<Bmp280SensorConfig> = {
  type: "bmp280",
  defaults: { address: "0x76", temperature: { decimals: 1 }, pressure: PRESSURE_DEFAULTS },
  bus: { type: "i2c", measures: ["temperature", "pressure"], measuringMs: () => 10 },
  values: { temperature: ({ decimals }) => celsius(decimals, [-40, 85]), pressure },
  start: ({ bus, address, pressure }, channels, program) => {
    const options = { address: Number(address), perPascal: perPascal(pressure) };
    startPart(program, channels, driver.bmp280(i2c(program, bus), options), bus);
  },
};
