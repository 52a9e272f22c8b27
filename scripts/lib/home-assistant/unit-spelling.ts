import { NEWER, SENSOR_UNITS, unitFor } from "./device-classes";

/** Every unit that some device class has, and the one that rates of pulses have besides. */
const KNOWN: readonly string[] = [
  ...new Set([
    ...[...Object.values(SENSOR_UNITS), ...Object.values(NEWER).map(({ units }) => units)].flatMap((units) =>
      units.filter((unit) => unit !== null),
    ),
    "rpm",
  ]),
];

/** Units that are right as they are, although another one differs from them by its case alone: siemens, henry, coulomb … */
const OTHERS: readonly string[] = ["S", "H", "C", "G", "M", "D", "b"];

/** What people write out or abbreviate otherwise, in the form that `plain` gives, part by part. */
const WORDS: Readonly<Record<string, string>> = {
  litre: "l",
  litres: "l",
  liter: "l",
  liters: "l",
  ltr: "l",
  millilitre: "ml",
  milliliter: "ml",
  cbm: "m3",
  cum: "m3",
  sqm: "m2",
  qm: "m2",
  sec: "s",
  second: "s",
  seconds: "s",
  minute: "min",
  minutes: "min",
  hr: "h",
  hrs: "h",
  hour: "h",
  hours: "h",
  day: "d",
  days: "d",
  meter: "m",
  meters: "m",
  metre: "m",
  metres: "m",
  gram: "g",
  grams: "g",
  percent: "%",
  pct: "%",
  volt: "v",
  volts: "v",
  watt: "w",
  watts: "w",
  watthour: "wh",
  watthours: "wh",
  kilowatt: "kw",
  kilowatthour: "kwh",
  kilowatthours: "kwh",
  amp: "a",
  amps: "a",
  ampere: "a",
  amperes: "a",
  kelvin: "k",
  celsius: "c",
  centigrade: "c",
  degc: "c",
  fahrenheit: "f",
  degf: "f",
  deg: "°",
  degree: "°",
  degrees: "°",
  hertz: "hz",
  pascal: "pa",
  hectopascal: "hpa",
  lux: "lx",
};

/** The same of whole units. */
const WHOLE: Readonly<Record<string, string>> = {
  // What an hour of it is, and not what it is an hour.
  "w/h": "wh",
  "kw/h": "kwh",
  "mw/h": "mwh",
  lpm: "l/min",
  lph: "l/h",
  lps: "l/s",
  kph: "km/h",
  kmh: "km/h",
  mps: "m/s",
  "1/min": "rpm",
  "u/min": "rpm",
};

export function isKnownUnit(unit: string): boolean {
  return KNOWN.includes(unitFor(unit));
}

/** The known units that a text was probably meant to be: the same but for case, raised digits, blanks, or words for signs. */
export function meantUnits(unit: string): string[] {
  if (isKnownUnit(unit) || OTHERS.includes(unit)) return [];
  const form = plain(unit);
  return KNOWN.filter((known) => plain(known) === form);
}

/** ` (did you mean "mW" or "MW"?)`, or nothing where none was probably meant. @param of Those that may be meant */
export function didYouMeanUnit(unit: string, of: readonly string[] = KNOWN): string {
  const meant = meantUnits(unit).filter((each) => of.includes(each));
  return meant.length === 0 ? "" : ` (did you mean ${meant.map((each) => `"${each}"`).join(" or ")}?)`;
}

function plain(unit: string): string {
  const form = unit
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s.^*·⋅_()-]|°(?=\s*[a-z])/g, "")
    .replace(/\bper\b|(?<=\D)per(?=\D)/g, "/");
  const whole = WHOLE[form] ?? form;
  return whole
    .split("/")
    .map((part) => WORDS[part] ?? part)
    .join("/");
}
