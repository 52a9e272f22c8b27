import type { Clock, Pin, PwmPins, Timer } from "../engine/engine";
import type { Actuator } from "./actuator";
import { fade } from "./fade";
import { compactObject, numberOf, wordOf } from "./json-fields";

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

const FULL = 255;
/** The lowest level that is not dark: one step of ten bits, which the engines' square waves have. */
const LEAST_DUTY = 1 / 1024;
const LONGEST_TRANSITION_SECONDS = 86_400;

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
      let word = payload;
      let wanted = NaN;
      let seconds = NaN;
      const fields = compactObject(payload);
      if (fields.length > 0) {
        word = wordOf(fields, '"state":"');
        wanted = numberOf(fields, '"brightness":');
        seconds = numberOf(fields, '"transition":');
        if (wanted < 0 || wanted > FULL || seconds < 0 || seconds > LONGEST_TRANSITION_SECONDS) {
          return false;
        }
      }
      const turnsOn = word === "ON" || (word === "TOGGLE" && !isOn);
      if (!turnsOn && word !== "OFF" && word !== "TOGGLE") {
        return false;
      }
      const next = isNaN(wanted) ? brightness : Math.round(wanted);
      from = level;
      to = turnsOn ? next : 0;
      move((isNaN(seconds) ? options.transitionSeconds : seconds) * 1000);
      isOn = to > 0;
      if (isOn) {
        brightness = to;
      }
      return true;
    },
    state: () => '{"state":"' + (isOn ? "ON" : "OFF") + '","brightness":' + brightness.toFixed(0) + "}",
  };
}
