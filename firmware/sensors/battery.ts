import type { Sensor } from "./sensor";

/**
 * How full a battery is, in percent, by the straight lines between the points of its curve; beyond its ends what stands there. NaN
 * without a voltage.
 * @param curve Voltages in V that fall, each with the percent left there behind it: [4.2, 100, 3.8, 50, 3, 0]
 */
export function percentLeft(volts: number, curve: readonly number[]): number {
  let upper = curve[0];
  let percent = curve[1];
  if (volts >= upper) {
    return percent;
  }
  for (let i = 2; i < curve.length; i += 2) {
    const lower = curve[i];
    if (volts >= lower) {
      return curve[i + 1] + ((volts - lower) * (percent - curve[i + 1])) / (upper - lower);
    }
    upper = lower;
    percent = curve[i + 1];
  }
  return volts < upper ? percent : NaN;
}

/** The charge of a battery whose voltage another sensor measures. */
export function battery(volts: () => number, curve: readonly number[]): Sensor {
  return { sample: () => percentLeft(volts(), curve) };
}
