import type { Clock, Pin, PwmPins, Timer } from "../engine/engine";
import type { Actuator } from "./actuator";
import { fade } from "./fade";
import { compactObject } from "./json-fields";
import { FULL, wantedLevel, wantedMs } from "./light-command";

export interface LightOptions {
  pin: Pin;
  hz: number;
  /** The eye sees brightness as about the power 1/gamma of light. */
  gamma: number;
  /** How long a change takes that does not say so itself, in seconds. */
  transitionSeconds: number;
  /** Brightness at boot, 0 … 255. */
  initialValue: number;
}

/** The lowest level that is not dark: one step of ten bits, which the engines' square waves have. */
const LEAST_DUTY = 1 / 1024;

/**
 * A light that is dimmed. Commands are those of Home Assistant's JSON schema, such as
 * `{"state":"ON","brightness":128,"transition":2}`, and ON, OFF and TOGGLE alone. The state is that which it is going to.
 */
export function light(pins: PwmPins, clock: Clock, timer: Timer, options: LightOptions): Actuator {
  let level = options.initialValue;
  let from = level;
  let to = level;
  let isOn = level > 0;
  /** The brightness it has, or goes back to when it is turned on. */
  let brightness = isOn ? level : FULL;
  const move = fade(clock, timer, (done) => {
    const wanted = from + (to - from) * done;
    const duty = wanted > 0 ? Math.max(LEAST_DUTY, Math.pow(wanted / FULL, options.gamma)) : 0;
    pins.write(options.pin, duty, options.hz);
    level = wanted;
  });
  move(0);
  return {
    command: (payload) => {
      const fields = compactObject(payload);
      const wanted = wantedLevel(payload, fields, isOn, brightness);
      const ms = wantedMs(fields, options.transitionSeconds);
      if (wanted < 0 || ms < 0) {
        return false;
      }
      from = level;
      to = wanted;
      move(ms);
      isOn = to > 0;
      if (isOn) {
        brightness = to;
      }
      return true;
    },
    state: () => '{"state":"' + (isOn ? "ON" : "OFF") + '","brightness":' + brightness.toFixed(0) + "}",
  };
}
