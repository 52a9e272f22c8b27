import type { BusSensorBase, QuantityConfig } from "../board/config/sensor";
import { i2c } from "../program/buses";
import { firmware } from "../program/code";
import { startPart } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import { measured } from "./facts";

/** A BH1750 on an I²C bus: illuminance in lx. */
export interface Bh1750SensorConfig extends QuantityConfig, BusSensorBase {
  type: "bh1750";
  /** 0x5c where its pin ADDR is high. */
  address: "0x23" | "0x5c";
}

const driver = firmware<typeof import("../../../firmware/sensors/bh1750")>("sensors/bh1750");

export const bh1750: SensorDescriptor<Bh1750SensorConfig> = {
  type: "bh1750",
  defaults: { address: "0x23", decimals: 0 },
  bus: { type: "i2c", measures: ["illuminance"], measuringMs: () => 185 },
  value: ({ decimals }) => measured("lx", "illuminance", decimals, [0, 54_612.5]),
  start: ({ bus, address }, channels, program) =>
    startPart(program, channels, driver.bh1750(i2c(program, bus), Number(address)), bus),
};
