import type { ChannelConfig } from "../board/config/sensor";
import type { ChannelFacts } from "./channel";
import { measured } from "./facts";

/** Air pressure, in one of several units. */
export interface PressureConfig extends ChannelConfig {
  /** Unit of the value. */
  unit: "hPa" | "Pa" | "kPa" | "mmHg" | "inHg";
  /**
   * Digits after the decimal point. Default: 0 for Pa, 2 for kPa and inHg, else 1
   * @asType integer
   * @minimum 0
   * @maximum 6
   */
  decimals?: number;
}

export const PRESSURE_DEFAULTS = { unit: "hPa" } as const;

/** How much of a unit a pascal is. */
export const PER_PASCAL: Readonly<Record<PressureConfig["unit"], number>> = {
  Pa: 1,
  hPa: 0.01,
  kPa: 0.001,
  mmHg: 1 / 133.322387415,
  inHg: 1 / 3386.388640341,
};

const DECIMALS: Readonly<Record<PressureConfig["unit"], number>> = { hPa: 1, Pa: 0, kPa: 2, mmHg: 1, inHg: 2 };

export function pressure({ unit, decimals = DECIMALS[unit] }: PressureConfig): ChannelFacts {
  return measured(unit, "atmospheric_pressure", decimals, [30_000 * PER_PASCAL[unit], 110_000 * PER_PASCAL[unit]]);
}

/** How much a pascal is in the unit that a board file asks for. */
export function perPascal(config: false | PressureConfig): number {
  return PER_PASCAL[config === false ? PRESSURE_DEFAULTS.unit : config.unit];
}
