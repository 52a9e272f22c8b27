import type { BusSensorBase, QuantityConfig } from "../board/config/sensor";
import { firmware } from "../program/code";
import { oneWire } from "../program/buses";
import { startPart } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import { celsius } from "./facts";

/** A DS18B20 on a 1-wire bus: temperature in °C. It needs all three wires: no power over the data line. */
export interface Ds18b20SensorConfig extends QuantityConfig, BusSensorBase {
  type: "ds18b20";
  /**
   * Its 16 hexadecimal digits, beginning with 28; at boot the node prints those of all parts on the bus. Needed where several
   * are on one bus.
   * @pattern ^[0-9a-fA-F]{16}$
   */
  address?: string;
  /** In bits: 12 are steps of 0.0625 °C and take 750 ms, each bit less takes half the time. */
  resolution: 9 | 10 | 11 | 12;
}

const driver = firmware<typeof import("../../../firmware/sensors/ds18b20")>("sensors/ds18b20");

export const ds18b20: SensorDescriptor<Ds18b20SensorConfig> = {
  type: "ds18b20",
  defaults: { resolution: 12, decimals: 1 },
  bus: {
    type: "oneWire",
    measures: ["temperature"],
    measuringMs: ({ resolution }) => Math.ceil(788 / 2 ** (12 - resolution)),
  },
  value: ({ decimals }) => celsius(decimals, [-55, 125]),
  start: ({ bus, address = "", resolution }, channels, program) => {
    const rom = Buffer.from(address, "hex").toString("latin1");
    startPart(program, channels, driver.ds18b20(oneWire(program, bus), { rom, resolution }), bus);
  },
};
