import type { BusSensorBase, QuantityConfig } from "../board/config/sensor";
import { i2c } from "../program/buses";
import { firmware } from "../program/code";
import { startPart } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import { celsius, humidity } from "./facts";

/** An SHT40, SHT41, SHT43 or SHT45 on an I²C bus: temperature in °C and relative humidity in %. Its address is part of its order number. */
export interface Sht4xSensorConfig extends BusSensorBase {
  type: "sht4x";
  /** 0x45 and 0x46 for parts whose order number has a B or a C before the dash. */
  address: "0x44" | "0x45" | "0x46";
  /** false: not published. */
  temperature: false | QuantityConfig;
  /** false: not published. */
  humidity: false | QuantityConfig;
}

const driver = firmware<typeof import("../../../firmware/sensors/sht4x")>("sensors/sht4x");

export const sht4x: SensorDescriptor<Sht4xSensorConfig> = {
  type: "sht4x",
  defaults: { address: "0x44", temperature: { decimals: 1 }, humidity: { decimals: 1 } },
  bus: { type: "i2c", measures: ["temperature", "humidity"], measuringMs: () => 10 },
  values: { temperature: ({ decimals }) => celsius(decimals, [-45, 130]), humidity },
  start: ({ bus, address }, channels, program) =>
    startPart(program, channels, driver.sht4x(i2c(program, bus), Number(address)), bus),
};
