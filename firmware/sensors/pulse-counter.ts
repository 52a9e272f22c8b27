import type { Clock, DigitalInputs, EdgeInputs, Pin, Pull, PulseCounters } from "../engine/engine";
import type { Sensor } from "./sensor";

export interface PulseInput {
  pin: Pin;
  pull: Pull;
  /** Whether the level is low during a pulse. */
  activeLow: boolean;
  /** How long a pulse, and the pause between two, have to last; those who count every edge do not look at it. */
  debounceMs: number;
}

/** Pulses counted, with nothing more at each than has to be: thousands may come between two readings. */
export interface Pulses {
  /** Below `CARRY`. */
  count: number;
  /** How often `CARRY` was reached. */
  carried: number;
  /** When the last one began; NaN before the first. */
  last: number;
  /** What that is told in: the engine's seconds, or its clock's milliseconds. */
  unitMs: number;
}

/** Whole numbers stay exact below this also where numbers are single-precision floats: what is more is carried. */
const CARRY = 1_000_000;
/** By how much the engine's seconds and its steady clock may differ without one of them having been set. */
const TOLERANCE_MS = 500;

function add(pulses: Pulses, began: number): void {
  pulses.last = began;
  if (++pulses.count >= CARRY) {
    pulses.count = 0;
    pulses.carried++;
  }
}

/** Counts every edge at which a pulse begins. */
export function countEdges(inputs: EdgeInputs, input: PulseInput): Pulses {
  const pulses: Pulses = { count: 0, carried: 0, last: NaN, unitMs: 1000 };
  inputs.watch(input.pin, input.pull, input.activeLow ? "falling" : "rising", (_high, atSeconds) =>
    add(pulses, atSeconds),
  );
  return pulses;
}

/**
 * Counts pulses that last, and come after a pause that lasted. A level counts once it stood for `debounceMs`, which shows at the
 * edge that ends it: a pulse is counted when it is over, and whatever bounces at its edges belongs to it.
 */
export function countDebounced(inputs: EdgeInputs, input: PulseInput): Pulses {
  const pulses: Pulses = { count: 0, carried: 0, last: NaN, unitMs: 1000 };
  const shortestSeconds = input.debounceMs / 1000;
  let level = input.activeLow;
  let settled = input.activeLow;
  let edgeSeconds = 0;
  inputs.watch(input.pin, input.pull, "both", (high, atSeconds) => {
    if (level !== settled) {
      const stoodSeconds = atSeconds - edgeSeconds;
      // Where somebody set the clock back meanwhile, the pulse counts: more are real than not.
      if (stoodSeconds >= shortestSeconds || stoodSeconds < 0) {
        settled = level;
        if (settled !== input.activeLow) {
          add(pulses, edgeSeconds);
        }
      }
    }
    level = high;
    edgeSeconds = atSeconds;
  });
  return pulses;
}

/** Counts every edge at which a pulse begins, as the chip has counted them. */
export function countByChip(counters: PulseCounters, input: PulseInput): Pulses {
  const pulses: Pulses = { count: 0, carried: 0, last: NaN, unitMs: 1 };
  counters.count(input.pin, input.pull, input.activeLow ? "falling" : "rising", (edges, atMs) => {
    pulses.last = atMs;
    pulses.count += edges;
    if (pulses.count >= CARRY) {
      pulses.count -= CARRY;
      pulses.carried++;
    }
  });
  return pulses;
}

/**
 * Counts pulses that last, and come after a pause that lasted, where nothing tells when edges came: by levels that stood. A pulse
 * is counted when it has lasted. One that begins and ends while the engine does something else is lost.
 */
export function countLevels(inputs: DigitalInputs, clock: Clock, input: PulseInput): Pulses {
  const pulses: Pulses = { count: 0, carried: 0, last: NaN, unitMs: 1 };
  inputs.watch(input.pin, input.pull, input.debounceMs, (high) => {
    if (high !== input.activeLow) {
      add(pulses, clock.nowMs());
    }
  });
  return pulses;
}

/**
 * The rate, measured between pulses and not by how many fell into a period: one pulse in 18 s is 200 W at 1,000 a
 * kilowatt-hour, whatever the period. Without pulses it falls as fast as their absence shows it must have. None is known before
 * the second pulse.
 * @param ratePerHz What one pulse a second is.
 * @param zeroAfterMs After so long without a pulse the rate is 0.
 */
export function pulseRate(clock: Clock, pulses: Pulses, ratePerHz: number, zeroAfterMs: number): Sensor {
  let hz = NaN;
  let knownCount = pulses.count;
  let previous = NaN;
  /** The reading that saw the last pulse, and the one before it: the pulse came between the two. */
  let seenMs = clock.nowMs();
  let unseenMs = seenMs;
  let readMs = seenMs;
  return {
    sample: () => {
      const nowMs = clock.nowMs();
      const fresh = pulses.count - knownCount + (pulses.count < knownCount ? CARRY : 0);
      if (fresh > 0) {
        const spanMs = (pulses.last - previous) * pulses.unitMs;
        // Else there was none before, or somebody set the clock meanwhile.
        if (spanMs > 0 && spanMs <= nowMs - unseenMs + TOLERANCE_MS) {
          hz = (fresh * 1000) / spanMs;
        }
        previous = pulses.last;
        knownCount = pulses.count;
        seenMs = nowMs;
        unseenMs = readMs;
      } else if (nowMs - seenMs >= zeroAfterMs) {
        hz = 0;
      } else if (hz * (nowMs - seenMs) > 1000) {
        hz = 1000 / (nowMs - seenMs);
      }
      readMs = nowMs;
      return hz * ratePerHz;
    },
  };
}

/** All pulses counted. @param pulsesPerUnit Pulses for one unit of it. */
export function pulseTotal(pulses: Pulses, pulsesPerUnit: number): Sensor {
  return {
    // In this order: a million pulses are a round number of units far more often than one pulse is.
    sample: () => pulses.carried * (CARRY / pulsesPerUnit) + pulses.count / pulsesPerUnit,
  };
}
