import type { PinName } from "../board/config/names";
import type { ChannelConfig, SensorBase } from "../board/config/sensor";
import { pinNumber } from "../platforms/pin-number";
import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { startSensor } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import { ON_OFF } from "./facts";

/** A contact or a logic level: ON and OFF. */
export interface DigitalSensorConfig extends ChannelConfig, SensorBase {
  type: "digital";
  pin: PinName;
  /** Pull resistor inside the chip. */
  pull: "up" | "down" | "none";
  /** Whether a low level means ON. */
  activeLow: boolean;
  /**
   * How long a level has to stand before it counts, in milliseconds.
   * @asType integer
   * @minimum 1
   * @maximum 5000
   */
  debounceMs: number;
}

const driver = firmware<typeof import("../../../firmware/sensors/digital")>("sensors/digital");
const { onPeriod } = firmware<typeof import("../../../firmware/sensors/on-period")>("sensors/on-period");

export const digital: SensorDescriptor<DigitalSensorConfig> = {
  type: "digital",
  defaults: { pull: "up", activeLow: false, debounceMs: 50 },
  pins: { pin: "contact" },
  value: () => ON_OFF,
  start: (config, [channel], program) => {
    const { pull, activeLow, debounceMs } = config;
    const options = { pin: pinNumber(config.pin), pull, activeLow, debounceMs };
    const sensor = driver.digital(engine("pins").digitalInputs, engine("clock").clock, options);
    startSensor(program, channel, channel.publish === "period" ? onPeriod(sensor) : sensor);
  },
};
