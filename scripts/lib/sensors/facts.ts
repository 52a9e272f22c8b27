import type { ChannelFacts } from "./channel";

/** What several kinds of sensors measure. */

const MEASURED = { kind: "sensor", stateClass: "measurement" } as const;

/** @param range In °C */
export function celsius(decimals: number, range: readonly [number, number]): ChannelFacts {
  return { ...MEASURED, unit: "°C", deviceClass: "temperature", decimals, range };
}

/** Relative humidity. */
export function humidity({ decimals }: { decimals: number }): ChannelFacts {
  return { ...MEASURED, unit: "%", deviceClass: "humidity", decimals, range: [0, 100] };
}

export function measured(
  unit: string | undefined,
  deviceClass: string | undefined,
  decimals: number,
  range: readonly [number, number],
): ChannelFacts {
  return { ...MEASURED, unit, deviceClass, decimals, range };
}

/** What only grows. */
export function total(facts: ChannelFacts): ChannelFacts {
  return { ...facts, stateClass: "total_increasing" };
}

/** ON and OFF. */
export const ON_OFF: ChannelFacts = {
  kind: "binary_sensor",
  unit: undefined,
  deviceClass: undefined,
  stateClass: undefined,
  decimals: 0,
  range: undefined,
};
