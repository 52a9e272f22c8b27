import type { I2cLine } from "../i2c-line";
import type { PartClock } from "./bench";
import { asked, whileSet, type Defect, type Levers, type NumberLever } from "./lever";

/** What parts measure of a room, each some of it. */

type Quantity<Key extends string> = { [K in Key]: () => number };

/** @param range What the part can tell, in °C */
export function temperature(
  part: Quantity<"celsius">,
  clock: PartClock,
  [from, to]: readonly [number, number],
  quantity = "",
): NumberLever {
  return {
    kind: "number",
    quantity,
    name: "temperature",
    unit: "°C",
    from,
    to,
    step: 0.1,
    values: [quantity],
    swings: { middle: 20, by: 5 },
    follow: asked(clock, (celsius) => (part.celsius = celsius)),
  };
}

/** Relative, in %. */
export function humidity(part: Quantity<"humidity">, clock: PartClock): NumberLever {
  return {
    kind: "number",
    quantity: "humidity",
    name: "humidity",
    unit: "%",
    from: 0,
    to: 100,
    step: 1,
    values: ["humidity"],
    swings: { middle: 50, by: -10 },
    follow: asked(clock, (percent) => (part.humidity = percent)),
  };
}

/** In hPa, of which Bosch's parts tell 300 to 1100. */
export function pressure(part: Quantity<"pascals">, clock: PartClock): NumberLever {
  return {
    kind: "number",
    quantity: "pressure",
    name: "pressure",
    unit: "hPa",
    from: 300,
    to: 1100,
    step: 0.1,
    values: ["pressure"],
    swings: { middle: 1013.25, by: 3 },
    follow: asked(clock, (hectopascals) => (part.pascals = () => 100 * hectopascals())),
  };
}

/** @param to What the part can tell, in lx */
export function light(part: Quantity<"lux">, clock: PartClock, to: number): NumberLever {
  return {
    kind: "number",
    quantity: "",
    name: "light",
    unit: "lx",
    from: 0,
    to,
    step: 1,
    values: [""],
    swings: { middle: 300, by: 200 },
    follow: asked(clock, (lux) => (part.lux = lux)),
  };
}

interface BusPart {
  isPresent: boolean;
  losePower(): void;
}

/** What happens to every part on an I²C bus, and, where somebody holds that down, to whatever else is on it. */
export function i2cDefects(part: BusPart, line: I2cLine): Levers["defects"] {
  return { ...busDefects(part), "bus held down": whileSet(line, "isStuck") };
}

/** What happens to every part on a bus. */
export function busDefects(part: BusPart): Levers["defects"] {
  return {
    unplugged: {
      begin: () => void (part.isPresent = false),
      end: () => {
        part.losePower();
        part.isPresent = true;
      },
    },
    // For a moment: it has forgotten what it was told.
    "power lost": { begin: () => part.losePower(), end: () => {} },
  };
}

/** A line that is disturbed for as long as it lasts. */
export function wrongChecks(part: { wrongChecks: number }): Defect {
  return { begin: () => void (part.wrongChecks = Infinity), end: () => void (part.wrongChecks = 0) };
}
