import type { BusSensorBase, QuantityConfig } from "../board/config/sensor";
import { i2c } from "../program/buses";
import { firmware } from "../program/code";
import { startPart } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import { celsius, humidity } from "./facts";

/**
 * An AHT10 on an I²C bus: temperature in °C and relative humidity in %. What it says has no checksum; an AHT20, which looks alike,
 * has one and is begun another way.
 */
export interface Aht10SensorConfig extends BusSensorBase {
  type: "aht10";
  /** 0x39 where its pin ADR is high. */
  address: "0x38" | "0x39";
  /** false: not published. */
  temperature: false | QuantityConfig;
  /** false: not published. */
  humidity: false | QuantityConfig;
}

const driver = firmware<typeof import("../../../firmware/sensors/aht10")>("sensors/aht10");

export const aht10: SensorDescriptor<Aht10SensorConfig> = {
  type: "aht10",
  defaults: { address: "0x38", temperature: { decimals: 1 }, humidity: { decimals: 1 } },
  bus: { type: "i2c", measures: ["temperature", "humidity"], measuringMs: () => 90 },
  values: { temperature: ({ decimals }) => celsius(decimals, [-50, 150]), humidity },
  start: ({ bus, address }, channels, program) =>
    startPart(program, channels, driver.aht10(i2c(program, bus), Number(address)), bus),
};
