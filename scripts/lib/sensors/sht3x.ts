import type { BusSensorBase, QuantityConfig } from "../board/config/sensor";
import { i2c } from "../program/buses";
import { firmware } from "../program/code";
import { startPart } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import { celsius, humidity } from "./facts";

/** An SHT30, SHT31 or SHT35 on an I²C bus: temperature in °C and relative humidity in %. */
export interface Sht3xSensorConfig extends BusSensorBase {
  type: "sht3x";
  /** 0x45 where its pin ADDR is high. */
  address: "0x44" | "0x45";
  /** false: not published. */
  temperature: false | QuantityConfig;
  /** false: not published. */
  humidity: false | QuantityConfig;
}

const driver = firmware<typeof import("../../../firmware/sensors/sht3x")>("sensors/sht3x");

export const sht3x: SensorDescriptor<Sht3xSensorConfig> = {
  type: "sht3x",
  defaults: { address: "0x44", temperature: { decimals: 1 }, humidity: { decimals: 1 } },
  bus: { type: "i2c", measures: ["temperature", "humidity"], measuringMs: () => 18 },
  values: { temperature: ({ decimals }) => celsius(decimals, [-45, 130]), humidity },
  start: ({ bus, address }, channels, program) =>
    startPart(program, channels, driver.sht3x(i2c(program, bus), Number(address)), bus),
};
