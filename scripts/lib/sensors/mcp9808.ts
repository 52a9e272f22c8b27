import type { BusSensorBase, QuantityConfig } from "../board/config/sensor";
import { i2c } from "../program/buses";
import { firmware } from "../program/code";
import { startPart } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import { celsius } from "./facts";

/** An MCP9808 on an I²C bus: temperature in °C, to a quarter of a degree. It sleeps between two readings. */
export interface Mcp9808SensorConfig extends QuantityConfig, BusSensorBase {
  type: "mcp9808";
  /** 0x18 and what its pins A2, A1 and A0 add, four, two and one, where they are high. */
  address: "0x18" | "0x19" | "0x1a" | "0x1b" | "0x1c" | "0x1d" | "0x1e" | "0x1f";
}

const driver = firmware<typeof import("../../../firmware/sensors/mcp9808")>("sensors/mcp9808");

export const mcp9808: SensorDescriptor<Mcp9808SensorConfig> = {
  type: "mcp9808",
  defaults: { address: "0x18", decimals: 2 },
  bus: { type: "i2c", measures: ["temperature"], measuringMs: () => 375 },
  value: ({ decimals }) => celsius(decimals, [-40, 125]),
  start: ({ bus, address }, channels, program) =>
    startPart(program, channels, driver.mcp9808(i2c(program, bus), Number(address)), bus),
};
