import type { I2cBus } from "../engine/engine";
import { Fault, type Part, type Values } from "./part";

/**
 * VEML7700, an ambient light sensor on I²C with one address only. Figures: Vishay's data sheet 84286; "note": its application note
 * 84323, "Designing the VEML7700 Into an Application", of March 2025.
 */

const ADDRESS = 0x10;
/** "Command register format": registers, as the bytes that are sent; the lower byte of each comes first. */
const SETTINGS = "\x00";
const LIGHT = "\x04";
/**
 * Switched on, with a gain of 1/8 and an integration of 100 ms, a whole number of the flickers of lamps at 50 and at 60 Hz. What
 * the photodiode makes of 120,000 lx is two thirds of full scale with these, so that nothing has to be switched over. A reset
 * brings back 0x0001, which shows.
 */
const SETTING = 0x1000;
const SET_UP = "\x00\x00\x10";
const LUX_PER_COUNT = 0.5376;
/** How far the correction goes. */
const MOST_LUX = 120000;
/** It measures over and over. Two integrations that may take a fifth longer, and 2.5 ms in which it wakes (note, "Refresh time"). */
const MEASURING_MS = 245;

/**
 * Illuminance in lx, at most 120,000. The note corrects the photodiode, whose response falls short the more light there is, by a
 * polynomial above 1,000 lx; it is taken from 0 on, where it adds less than the part's tolerance, so that nothing jumps at 1,000.
 */
export function veml7700Lux(counts: number): number {
  const x = counts * LUX_PER_COUNT;
  return Math.min(MOST_LUX, x * (1.0023 + x * (8.1488e-5 + x * (-9.3924e-9 + x * 6.0135e-13))));
}

/**
 * Values: illuminance in lx, from 0 to 120,000 in steps of 0.5 and, at the top, 10 lx; what is brighter reads as 120,000. Only newer
 * parts have an identity to ask for: settings that come back stand for it.
 */
export function veml7700(bus: I2cBus): Part {
  const values: Values = [NaN];
  /** The bus is not let go before the answer: then the part would give zeros (figure 4). */
  const word = (register: string): number | undefined => {
    const bytes = bus.read(ADDRESS, 2, register);
    return bytes && bytes[0] + 256 * bytes[1];
  };
  /** Whether it was reset meanwhile, and is off. */
  const checked = (): Fault => {
    const setting = word(SETTINGS);
    if (setting === undefined) {
      return Fault.NoAnswer;
    }
    return setting === SETTING ? Fault.None : Fault.NotReady;
  };
  return {
    measuringMs: MEASURING_MS,
    values,
    configure: () => {
      const fault = bus.write(ADDRESS, SET_UP) ? checked() : Fault.NoAnswer;
      return fault === Fault.NotReady ? Fault.WrongIdentity : fault;
    },
    begin: checked,
    read: () => {
      const fault = checked();
      if (fault !== Fault.None) {
        return fault;
      }
      const counts = word(LIGHT);
      if (counts === undefined) {
        return Fault.NoAnswer;
      }
      values[0] = veml7700Lux(counts);
      return Fault.None;
    },
  };
}
