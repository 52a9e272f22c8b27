import type { Clock, Pin, PwmPins, Timer } from "../engine/engine";
import type { Actuator } from "./actuator";
import { fadingLight, FULL, type FadingOptions } from "./fading-light";

export interface LightOptions extends FadingOptions {
  pin: Pin;
  hz: number;
  /** The eye sees brightness as about the power 1/gamma of light. */
  gamma: number;
}

/** The lowest level that is not dark: one step of ten bits, which the engines' square waves have. */
const LEAST_DUTY = 1 / 1024;

/** A light that is dimmed by a square wave. Commands and state are those of `fadingLight`. */
export function light(pins: PwmPins, clock: Clock, timer: Timer, options: LightOptions): Actuator {
  return fadingLight(clock, timer, options, {
    show: (brightness) => {
      const duty = brightness > 0 ? Math.max(LEAST_DUTY, Math.pow(brightness / FULL, options.gamma)) : 0;
      pins.write(options.pin, duty, options.hz);
    },
  });
}
