import type { I2cBus } from "../engine/engine";
import { Fault, type Part, type Values } from "./part";

/** BH1750FVI, an ambient light sensor on I²C. Pages: ROHM's technical note 11046EDT01, 2011. */

/** "Instruction Set Architecture", page 5. */
const POWER_ON = "\x01";
/** One measurement to 1 lx, then it powers down by itself. */
const MEASURE = "\x20";
/** Page 2: 180 ms at most in this mode. */
const MEASURING_MS = 185;

/** Illuminance in lx. Page 7 */
export function bh1750Lux(raw: number): number {
  return raw / 1.2;
}

/**
 * Values: illuminance in lx. The part has neither an identity nor a checksum. One that is reset while it measures reads as dark:
 * its data sheet offers nothing to tell by.
 * @param address 0x23, or 0x5c where ADDR is high
 */
export function bh1750(bus: I2cBus, address: number): Part {
  const values: Values = [NaN];
  return {
    measuringMs: MEASURING_MS,
    values,
    configure: () => (bus.write(address, POWER_ON) ? Fault.None : Fault.NoAnswer),
    begin: () => (bus.write(address, MEASURE) ? Fault.None : Fault.NoAnswer),
    read: () => {
      const bytes = bus.read(address, 2);
      if (!bytes) {
        return Fault.NoAnswer;
      }
      values[0] = bh1750Lux(256 * bytes[0] + bytes[1]);
      return Fault.None;
    },
  };
}
