import type { Clock, Timer } from "../engine/engine";
import type { Actuator } from "./actuator";
import { compactObject, isReadWhole, numberOf, valueOf } from "./json-fields";

/** Full brightness, and a channel's full colour. */
export const FULL = 255;
const LONGEST_TRANSITION_SECONDS = 86_400;
/** 25 steps a second look smooth. */
const STEP_MS = 40;
/** A step this late never comes: the engine was interrupted in it. */
const DEAD_MS = 2_000;

export interface FadingOptions {
  /** How long a change takes that does not say so itself, in seconds. */
  transitionSeconds: number;
  /** Brightness at boot, 0 … 255. */
  initialValue: number;
}

/** What gives the light, and what it has besides a brightness. */
export interface Lamp {
  /**
   * Shows a brightness, 0 … 255.
   * @param done how much of the way to what was commanded is done: 0 … 1, and last 1
   */
  show(brightness: number, done: number): void;
  /**
   * Takes what else a command says, as the end of a way that begins now.
   * @param fields as `compactObject` gives them, of which all that every light has is read; "" where there are none
   * @returns false where it is impossible, or the command says more than that; then nothing is taken
   */
  take?(fields: string, isDark: boolean): boolean;
  /** What else the state says: further fields, with a comma in front. */
  more?(): string;
}

/**
 * A light that goes from one brightness to the next in steps. Nothing waits and nothing runs unless it moves, and an exception in a
 * step costs that step alone. Commands are those of Home Assistant's JSON schema, such as
 * `{"state":"ON","brightness":128,"transition":2}`, and ON, OFF and TOGGLE alone. One with anything else in it is refused whole: what
 * nobody reads might be somebody's means. The state is that which it is going to.
 */
export function fadingLight(clock: Clock, timer: Timer, options: FadingOptions, lamp: Lamp): Actuator {
  let level = options.initialValue;
  let from = level;
  let to = level;
  let isOn = level > 0;
  /** The brightness it has, or goes back to when it is turned on. */
  let brightness = isOn ? level : FULL;
  let durationMs = 0;
  let startedMs = 0;
  let isMoving = false;
  let isArmed = false;
  let armedMs = 0;
  const arm = (): void => {
    isArmed = true;
    armedMs = clock.nowMs();
    timer.after(STEP_MS, step);
  };
  const step = (): void => {
    isArmed = false;
    if (isMoving) {
      const passedMs = clock.nowMs() - startedMs;
      isMoving = passedMs < durationMs;
      if (isMoving) {
        arm();
      }
      const done = isMoving ? passedMs / durationMs : 1;
      const next = from + (to - from) * done;
      lamp.show(next, done);
      level = next;
    }
  };
  lamp.show(level, 1);
  return {
    command: (payload) => {
      const fields = compactObject(payload);
      const word = fields.length > 0 ? valueOf(fields, '"state":') : '"' + payload + '"';
      let wanted = numberOf(fields, '"brightness":');
      wanted = isNaN(wanted) ? brightness : wanted > FULL ? -1 : Math.round(wanted);
      if (word === '"OFF"' || (word === '"TOGGLE"' && isOn)) {
        wanted = wanted < 0 ? -1 : 0;
      } else if (word !== '"ON"' && word !== '"TOGGLE"') {
        return false;
      }
      let seconds = numberOf(fields, '"transition":');
      if (isNaN(seconds)) {
        seconds = options.transitionSeconds;
      }
      if (
        !(wanted >= 0 && seconds >= 0 && seconds <= LONGEST_TRANSITION_SECONDS) ||
        !(lamp.take !== undefined ? lamp.take(fields, level === 0) : fields.length === 0 || isReadWhole(fields))
      ) {
        return false;
      }
      from = level;
      to = wanted;
      durationMs = seconds * 1000;
      startedMs = clock.nowMs();
      isMoving = durationMs > 0;
      if (!isMoving) {
        lamp.show(wanted, 1);
        level = wanted;
      } else if (!isArmed || startedMs - armedMs > DEAD_MS) {
        arm();
      }
      isOn = wanted > 0;
      if (isOn) {
        brightness = wanted;
      }
      return true;
    },
    state: () =>
      '{"state":"' +
      (isOn ? "ON" : "OFF") +
      '","brightness":' +
      brightness.toFixed(0) +
      (lamp.more === undefined ? "}" : lamp.more() + "}"),
  };
}
