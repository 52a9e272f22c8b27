import type { PinName } from "../board/config/names";
import type { ChannelConfig, SensorBase } from "../board/config/sensor";
import { pinNumber } from "../platforms/pin-number";
import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { startSensor } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import type { ChannelFacts } from "./channel";
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
  /**
   * "binary_sensor" publishes ON and OFF. "event" is for push buttons: single, double (a second press within 0.35 s) or long (held for
   * 0.8 s), each once, when it is known which it is, not retained, and never later than it happened.
   */
  as: "binary_sensor" | "event";
}

const driver = firmware<typeof import("../../../firmware/sensors/digital")>("sensors/digital");
const { onPeriod } = firmware<typeof import("../../../firmware/sensors/on-period")>("sensors/on-period");

/** What Home Assistant takes for an event has to be JSON there. */
const PRESSES: ChannelFacts = {
  ...ON_OFF,
  kind: "event",
  deviceClass: "button",
  events: ["single", "double", "long"],
  homeAssistant: { val_tpl: '{"event_type":"{{ value }}"}' },
};

export const digital: SensorDescriptor<DigitalSensorConfig> = {
  type: "digital",
  defaults: { pull: "up", activeLow: false, debounceMs: 50, as: "binary_sensor" },
  pins: { pin: "contact" },
  value: ({ as }) => (as === "event" ? PRESSES : ON_OFF),
  check: (config, place, source) => {
    if (config.as !== "event") return;
    if (config.publish !== undefined) {
      source.error([...place, "publish"], "an event is told once, when it happens; leave it out");
    }
  },
  start: (config, [channel], program) => {
    const { pull, activeLow, debounceMs } = config;
    const options = { pin: pinNumber(config.pin), pull, activeLow, debounceMs };
    const sensor = driver.digital(engine("pins").digitalInputs, engine("clock").clock, options);
    startSensor(program, channel, channel.publish === "period" ? onPeriod(sensor) : sensor);
  },
};
