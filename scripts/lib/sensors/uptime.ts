import type { ChannelConfig, SensorBase } from "../board/config/sensor";
import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { startSensor } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import { measured, total } from "./facts";

/** Seconds since boot. */
export interface UptimeSensorConfig extends ChannelConfig, SensorBase {
  type: "uptime";
}

const driver = firmware<typeof import("../../../firmware/sensors/uptime")>("sensors/uptime");

export const uptime: SensorDescriptor<UptimeSensorConfig> = {
  type: "uptime",
  defaults: {},
  value: () => total(measured("s", "duration", 0, [0, 1e9])),
  isDiagnostic: true,
  isNeverMissing: true,
  start: (_config, [channel], program) => startSensor(program, channel, driver.uptime(engine("chip").chip)),
};
