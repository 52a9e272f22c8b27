import type { Clock, EdgeInputs, Pin, Pull } from "../engine/engine";
import { Fault, type Part } from "./sensor";

export interface PulseCounterOptions {
  pin: Pin;
  pull: Pull;
  /** Whether the level is low during a pulse. */
  activeLow: boolean;
  /** How long a pulse, and the pause between two, have to last; 0 counts every edge at which a pulse begins. */
  debounceMs: number;
  /** The rate published for one pulse a second. */
  ratePerHz: number;
  /** Pulses for one unit of the total. */
  pulsesPerUnit: number;
  /** After so long without a pulse the rate is 0. */
  zeroAfterMs: number;
}

/** Pulses counted, with nothing more at each than has to be: thousands may come between two readings. */
export interface Pulses {
  /** Since the last reading. */
  fresh: number;
  /** When the last one began, in the engine's seconds. */
  lastSeconds: number;
}

/** Counts every edge at which a pulse begins. */
export function countEdges(inputs: EdgeInputs, options: PulseCounterOptions): Pulses {
  const pulses: Pulses = { fresh: 0, lastSeconds: NaN };
  inputs.watch(options.pin, options.pull, options.activeLow ? "falling" : "rising", (_high, atSeconds) => {
    pulses.fresh++;
    pulses.lastSeconds = atSeconds;
  });
  return pulses;
}

/**
 * Counts pulses that last, and come after a pause that lasted. A level counts once it stood for `debounceMs`, which shows at the
 * edge that ends it: a pulse is counted when it is over, and whatever bounces at its edges belongs to it.
 */
export function countDebounced(inputs: EdgeInputs, options: PulseCounterOptions): Pulses {
  const pulses: Pulses = { fresh: 0, lastSeconds: NaN };
  const shortestSeconds = options.debounceMs / 1000;
  let level = options.activeLow;
  let settled = options.activeLow;
  let edgeSeconds = 0;
  inputs.watch(options.pin, options.pull, "both", (high, atSeconds) => {
    if (level !== settled) {
      const stoodSeconds = atSeconds - edgeSeconds;
      // Where somebody set the clock back meanwhile, the pulse counts: more are real than not.
      if (stoodSeconds >= shortestSeconds || stoodSeconds < 0) {
        settled = level;
        if (settled !== options.activeLow) {
          pulses.fresh++;
          pulses.lastSeconds = edgeSeconds;
        }
      }
    }
    level = high;
    edgeSeconds = atSeconds;
  });
  return pulses;
}

/** Whole numbers stay exact below this also where numbers are single-precision floats: what is more is carried. */
const CARRY = 1_000_000;
/** By how much the engine's seconds and its steady clock may differ without one of them having been set. */
const TOLERANCE_MS = 500;

/**
 * Two quantities: the rate, and the total since boot. The rate is measured between pulses, not by how many fell into a period:
 * one pulse in 18 s is 200 W at 1,000 a kilowatt-hour, whatever the period. Without pulses it falls as fast as their absence
 * shows it must have; no rate is known before the second one.
 */
export function pulseCounter(clock: Clock, pulses: Pulses, options: PulseCounterOptions): Part {
  const values = [NaN, 0];
  let carried = 0;
  let count = 0;
  let hz = NaN;
  let previousSeconds = NaN;
  /** The reading that saw the last pulse, and the one before it: the pulse came between the two. */
  let seenMs = clock.nowMs();
  let unseenMs = seenMs;
  let readMs = seenMs;
  return {
    measuringMs: 0,
    values,
    configure: () => Fault.None,
    begin: () => Fault.None,
    read: () => {
      const nowMs = clock.nowMs();
      if (pulses.fresh > 0) {
        const spanMs = (pulses.lastSeconds - previousSeconds) * 1000;
        // Else there was none before, or somebody set the clock meanwhile.
        if (spanMs > 0 && spanMs <= nowMs - unseenMs + TOLERANCE_MS) {
          hz = (pulses.fresh * 1000) / spanMs;
        }
        previousSeconds = pulses.lastSeconds;
        count += pulses.fresh;
        pulses.fresh = 0;
        while (count >= CARRY) {
          count -= CARRY;
          carried++;
        }
        seenMs = nowMs;
        unseenMs = readMs;
      } else if (nowMs - seenMs >= options.zeroAfterMs) {
        hz = 0;
      } else if (hz * (nowMs - seenMs) > 1000) {
        hz = 1000 / (nowMs - seenMs);
      }
      readMs = nowMs;
      values[0] = hz * options.ratePerHz;
      values[1] = (carried / options.pulsesPerUnit) * CARRY + count / options.pulsesPerUnit;
      return Fault.None;
    },
  };
}
