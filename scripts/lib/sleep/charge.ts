import type { Currents } from "../platforms/chips/currents";

/** A stretch of a wake in which the chip draws the same all the time. */
export interface Phase {
  name: string;
  /** In ms. */
  ms: number;
  /** Whether the radio is on. */
  radio: boolean;
}

/** A wake from its boot until the chip sleeps. */
export type Wake = readonly Phase[];

/** What wakes are of, and how often each comes in a period. */
export interface Cycle {
  /** Left out where nobody knows when something wakes it. */
  everySeconds?: number;
  /** It connects at each so many-th wake. */
  connectEvery: number;
  connecting: Wake;
  /** Without Wi-Fi; left out where it connects each time. */
  quiet?: Wake;
}

/**
 * How much of the time in which the radio is on it sends, nominally: to join takes some tens of packets of about a millisecond, what the
 * node tells a few more.
 */
const SENDING_SHARE = 0.05;

/** What the chip draws in a phase, in mA. Between packets the receiver is taken to be on: engines save there, and not all alike. */
export function milliampsOf({ radio }: Pick<Phase, "radio">, currents: Currents): number {
  const { computingMilliamps, receivingMilliamps, transmittingMilliamps } = currents;
  if (!radio) return computingMilliamps;
  return (1 - SENDING_SHARE) * receivingMilliamps + SENDING_SHARE * transmittingMilliamps;
}

/** What a wake takes from the battery, in mAh. */
export function milliampHoursOf(wake: Wake, currents: Currents): number {
  return wake.reduce((sum, phase) => sum + (phase.ms / MS_PER_HOUR) * milliampsOf(phase, currents), 0);
}

/** In ms. */
export function lengthOf(wake: Wake): number {
  return wake.reduce((sum, { ms }) => sum + ms, 0);
}

/**
 * What it draws on average, in mA.
 * @param asleepMicroamps Of the chip, and of all that is around it
 * @param everySeconds From one wake to the next; a wake that takes longer is followed by another at once
 */
export function meanMilliamps(
  { connectEvery, connecting, quiet = connecting }: Cycle,
  everySeconds: number,
  currents: Currents,
  asleepMicroamps: number,
): number {
  const wakes = [
    { times: 1, wake: connecting },
    ...(connectEvery > 1 ? [{ times: connectEvery - 1, wake: quiet }] : []),
  ];
  let milliampHours = 0;
  let hours = 0;
  for (const { times, wake } of wakes) {
    const awakeHours = lengthOf(wake) / MS_PER_HOUR;
    const periodHours = Math.max(everySeconds / 3600, awakeHours);
    milliampHours += times * (milliampHoursOf(wake, currents) + (periodHours - awakeHours) * (asleepMicroamps / 1000));
    hours += times * periodHours;
  }
  return milliampHours / hours;
}

/** How long a battery lasts, in days, as long as it gives what is printed on it. */
export function daysOf(capacityMilliampHours: number, milliamps: number): number {
  return capacityMilliampHours / milliamps / 24;
}

const MS_PER_HOUR = 3_600_000;
