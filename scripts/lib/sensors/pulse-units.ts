/** Units that hold others of their kind so many times. */
const SCALES: readonly Readonly<Record<string, number>>[] = [
  { Wh: 1, kWh: 1_000, MWh: 1_000_000 },
  { mL: 0.001, L: 1, "m³": 1_000 },
];
const ENERGY = SCALES[0];
const VOLUME = SCALES[1];
/** What energy an hour is called. */
const POWER: Readonly<Record<string, string>> = { W: "Wh/h", kW: "kWh/h", MW: "MWh/h" };
const SECONDS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3_600 };

/** The unit that a rate has unless the board file says another. */
export function defaultRateUnit(unit: string | undefined): string {
  if (unit === undefined) return "Hz";
  if (Object.hasOwn(ENERGY, unit)) return "W";
  return unit === "m³" ? "m³/h" : `${unit}/min`;
}

/** How many of `rateUnit` one `unit` a second is; undefined where the one cannot be said in the other. */
export function ratePerSecond(unit: string | undefined, rateUnit: string): number | undefined {
  if (unit === undefined) return rateUnit === "Hz" ? 1 : rateUnit === "rpm" ? 60 : undefined;
  const [, part = "", time = ""] = /^(.+)\/(s|min|h)$/.exec(POWER[rateUnit] ?? rateUnit) ?? [];
  if (time === "") return undefined;
  if (part === unit) return SECONDS[time];
  const scale = SCALES.find((units) => Object.hasOwn(units, unit) && Object.hasOwn(units, part));
  return scale === undefined ? undefined : (scale[unit] / scale[part]) * SECONDS[time];
}

/** Rates that can be asked for with a total in `unit`, for a message. */
export function rateUnits(unit: string | undefined): string[] {
  if (unit === undefined) return ["Hz", "rpm"];
  if (Object.hasOwn(ENERGY, unit)) return Object.keys(POWER);
  const parts = Object.hasOwn(VOLUME, unit) ? Object.keys(VOLUME) : [unit];
  return parts.flatMap((part) => Object.keys(SECONDS).map((time) => `${part}/${time}`));
}

/** Home Assistant's device classes of a total and of its rate, where the unit tells. */
export function pulseDeviceClasses(unit: string | undefined): { rate: string | undefined; total: string | undefined } {
  if (unit === undefined) return { rate: undefined, total: undefined };
  if (Object.hasOwn(ENERGY, unit)) return { rate: "power", total: "energy" };
  if (Object.hasOwn(VOLUME, unit)) return { rate: "volume_flow_rate", total: "volume" };
  return { rate: undefined, total: undefined };
}
