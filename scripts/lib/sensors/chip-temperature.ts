import type { ChannelConfig, SensorBase } from "../board/config/sensor";
import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { startSensor } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import { celsius } from "./facts";

/**
 * The chip's own temperature in °C: not calibrated, off by up to 10 °C, and none on chips without the sensor. Good for seeing
 * that it gets hot.
 */
export interface ChipTemperatureSensorConfig extends ChannelConfig, SensorBase {
  type: "chipTemperature";
}

const driver = firmware<typeof import("../../../firmware/sensors/chip-temperature")>("sensors/chip-temperature");

export const chipTemperature: SensorDescriptor<ChipTemperatureSensorConfig> = {
  type: "chipTemperature",
  defaults: {},
  needs: [{ by: ["thermometer"], problem: "cannot read the chip's thermometer; leave it out" }],
  value: () => celsius(1, [-18, 124]),
  isDiagnostic: true,
  start: (_config, [channel], program) =>
    startSensor(program, channel, driver.chipTemperature(engine("thermometer").thermometer)),
};
