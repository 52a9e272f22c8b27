import type { BusSensorBase, QuantityConfig } from "../board/config/sensor";
import { i2c } from "../program/buses";
import { firmware } from "../program/code";
import { startPart } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import { measured } from "./facts";

/**
 * A VEML7700 on an I²C bus: illuminance in lx, from a candle's light to the sun's, 120,000 lx. Its address is always 0x10.
 */
export interface Veml7700SensorConfig extends QuantityConfig, BusSensorBase {
  type: "veml7700";
}

const driver = firmware<typeof import("../../../firmware/sensors/veml7700")>("sensors/veml7700");

export const veml7700: SensorDescriptor<Veml7700SensorConfig> = {
  type: "veml7700",
  defaults: { decimals: 0 },
  bus: { type: "i2c", address: "0x10", measures: ["illuminance"], measuringMs: () => 245 },
  value: ({ decimals }) => measured("lx", "illuminance", decimals, [0, 120_000]),
  start: ({ bus }, channels, program) => startPart(program, channels, driver.veml7700(i2c(program, bus)), bus),
};
