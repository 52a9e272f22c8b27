/**
 * Home Assistant's device classes, the units that each may have, and the state classes: facts of `components/sensor/const.py` and
 * `components/binary_sensor` of release 2025.10 (DEVICE_CLASS_UNITS, DEVICE_CLASS_STATE_CLASSES). An entity that breaks them is dropped
 * there, so they are checked here. null is no unit at all. What releases after it added stands by itself, in `NEWER`.
 *
 * The micro sign is U+00B5 here: releases that write U+03BC take both.
 */

type Units = readonly (string | null)[];

const AREA: Units = ["m²", "cm²", "km²", "mm²", "in²", "ft²", "yd²", "mi²", "ac", "ha"];
const PRESSURE: Units = ["Pa", "hPa", "kPa", "mPa", "bar", "mbar", "cbar", "mmHg", "inHg", "inH₂O", "psi"];
const ENERGY: Units = ["J", "kJ", "MJ", "GJ", "mWh", "Wh", "kWh", "MWh", "GWh", "TWh", "cal", "kcal", "Mcal", "Gcal"];
const LENGTH: Units = ["mm", "cm", "m", "km", "in", "ft", "yd", "mi", "nmi"];
const VOLUME: Units = ["mL", "L", "m³", "ft³", "CCF", "gal", "fl. oz."];
const FLUX: Units = ["mm/d", "mm/h", "in/d", "in/h"];
const SPEED: Units = ["m/s", "m/min", "km/h", "mm/s", "ft/s", "in/s", "mph", "kn", "Beaufort"];
const MICROGRAMS: Units = ["µg/m³"];
const BITS: Units = ["bit", "kbit", "Mbit", "Gbit"];
const BYTES: Units = ["B", "kB", "MB", "GB", "KiB", "MiB", "GiB"];
const perSecond = (units: Units): Units => units.map((unit) => `${unit}/s`);

export const SENSOR_UNITS: Readonly<Record<string, Units>> = {
  absolute_humidity: ["g/m³", "mg/m³"],
  apparent_power: ["VA", "kVA", "mVA"],
  aqi: [null],
  area: AREA,
  atmospheric_pressure: PRESSURE,
  battery: ["%"],
  blood_glucose_concentration: ["mg/dL", "mmol/L"],
  carbon_dioxide: ["ppm"],
  carbon_monoxide: ["ppm"],
  conductivity: ["S/cm", "mS/cm", "µS/cm"],
  current: ["A", "mA"],
  data_rate: [...perSecond(BITS), ...perSecond(BYTES)],
  data_size: [...BITS, ...BYTES, "TB", "PB", "EB", "ZB", "YB", "TiB", "PiB", "EiB", "ZiB", "YiB"],
  distance: LENGTH,
  duration: ["s", "ms", "µs", "min", "h", "d"],
  energy: ENERGY,
  energy_distance: ["kWh/100km", "Wh/km", "mi/kWh", "km/kWh"],
  energy_storage: ENERGY,
  frequency: ["Hz", "kHz", "MHz", "GHz"],
  gas: ["m³", "L", "ft³", "CCF"],
  humidity: ["%"],
  illuminance: ["lx"],
  irradiance: ["W/m²", "BTU/(h⋅ft²)"],
  moisture: ["%"],
  nitrogen_dioxide: MICROGRAMS,
  nitrogen_monoxide: MICROGRAMS,
  nitrous_oxide: MICROGRAMS,
  ozone: MICROGRAMS,
  ph: [null],
  pm1: MICROGRAMS,
  pm10: MICROGRAMS,
  pm25: MICROGRAMS,
  // Its comment says BTU/h as well, and its table does not.
  power: ["W", "mW", "kW", "MW", "GW", "TW"],
  power_factor: ["%", null],
  precipitation: ["mm", "cm", "in"],
  precipitation_intensity: FLUX,
  pressure: PRESSURE,
  reactive_energy: ["varh", "kvarh"],
  reactive_power: ["var", "mvar", "kvar"],
  signal_strength: ["dBm", "dB"],
  sound_pressure: ["dB", "dBA"],
  speed: [...SPEED, ...FLUX],
  sulphur_dioxide: MICROGRAMS,
  temperature: ["°C", "°F", "K"],
  volatile_organic_compounds: ["µg/m³", "mg/m³"],
  volatile_organic_compounds_parts: ["ppm", "ppb"],
  voltage: ["V", "mV", "µV", "kV", "MV"],
  volume: VOLUME,
  volume_flow_rate: ["m³/h", "m³/min", "m³/s", "L/h", "L/min", "L/s", "mL/s", "ft³/min", "gal/h", "gal/min", "gal/d"],
  volume_storage: VOLUME,
  water: ["m³", "L", "ft³", "CCF", "gal"],
  weight: ["g", "kg", "mg", "µg", "oz", "lb", "st"],
  wind_direction: ["°"],
  wind_speed: SPEED,
};

/** What a device class of a later release is, or which units a class has only from then on. */
export interface Newer {
  readonly since: string;
  readonly units: Units;
}

const IN_PARTS: Newer = { since: "2026", units: ["ppb"] };
const IN_THOUSANDS: Newer = { since: "2026", units: ["MCF"] };

/** What later releases added, by device class: an older one drops such a value. */
export const NEWER: Readonly<Record<string, Newer>> = {
  carbon_monoxide: IN_PARTS,
  gas: IN_THOUSANDS,
  nitrogen_dioxide: IN_PARTS,
  ozone: IN_PARTS,
  pm4: { since: "2026", units: MICROGRAMS },
  radon: { since: "2026", units: ["Bq/m³", "pCi/L"] },
  sulphur_dioxide: IN_PARTS,
  temperature_delta: { since: "2026", units: ["°C", "°F", "K"] },
  water: IN_THOUSANDS,
};

/** Classes of what only adds up: no "measurement". */
const TOTALS = ["energy", "gas", "reactive_energy", "volume", "water"];
/** Classes of either kind. */
const EITHER = ["area", "data_size", "distance", "duration", "precipitation", "weight"];

/** The state class that a value of a class can have; undefined where Home Assistant takes none of that kind. */
export function stateClassFor(deviceClass: string | undefined, stateClass: string): string | undefined {
  if (deviceClass === undefined || EITHER.includes(deviceClass)) return stateClass;
  // A direction has a mean only by its angle: 350° and 10° are 0°.
  if (deviceClass === "wind_direction") return "measurement_angle";
  return TOTALS.includes(deviceClass) === stateClass.startsWith("total") ? stateClass : undefined;
}

export const BINARY_SENSOR_CLASSES: readonly string[] = [
  "battery",
  "battery_charging",
  "carbon_monoxide",
  "cold",
  "connectivity",
  "door",
  "garage_door",
  "gas",
  "heat",
  "light",
  "lock",
  "moisture",
  "motion",
  "moving",
  "occupancy",
  "opening",
  "plug",
  "power",
  "presence",
  "problem",
  "running",
  "safety",
  "smoke",
  "sound",
  "tamper",
  "update",
  "vibration",
  "window",
];

/** Of its `event` integration. */
export const EVENT_CLASSES: readonly string[] = ["button", "doorbell", "motion"];

/** A unit as Home Assistant writes it: with the micro sign instead of the Greek letter. */
export function unitFor(unit: string): string {
  return unit.replaceAll("\u03bc", "\u00b5");
}
