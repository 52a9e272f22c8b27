import type { ChannelConfig, SensorBase } from "../board/config/sensor";
import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { startSensor } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import { measured } from "./facts";

/** Memory the interpreter has left, in bytes. */
export interface FreeMemorySensorConfig extends ChannelConfig, SensorBase {
  type: "freeMemory";
}

const driver = firmware<typeof import("../../../firmware/sensors/free-memory")>("sensors/free-memory");

export const freeMemory: SensorDescriptor<FreeMemorySensorConfig> = {
  type: "freeMemory",
  defaults: {},
  value: () => measured("B", "data_size", 0, [0, 1e9]),
  isDiagnostic: true,
  isNeverMissing: true,
  start: (_config, [channel], program) => startSensor(program, channel, driver.freeMemory(engine("chip").chip)),
};
