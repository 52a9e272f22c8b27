import type { I2cBus } from "../engine/engine";
import { Fault, type Part, type Values } from "./part";
import { readFrom, signed } from "./registers";

/** MCP9808, a thermometer on I²C. Sections: Microchip's data sheet DS25095A. */

/** §5.1: registers, as the bytes that are sent. */
const CONFIGURATION = "\x01";
const TEMPERATURE = "\x05";
const MANUFACTURER = "\x06";
const DEVICE = "\x07";
/** §5.2.4: steps of 0.0625 °C. */
const FINEST = "\x08\x03";
/** A hysteresis of its alert, which is off, that is never used: a reset brings back 0, which shows. */
const MARK = 0x0600;
const AWAKE = "\x01\x06\x00";
/** §6.2: awake for good, it would warm itself by up to 0.5 °C. */
const ASLEEP = "\x01\x07\x00";
/** "Temperature conversion time" tells 250 ms as typical and no maximum: half as much again. Too early, it gives its last reading. */
const MEASURING_MS = 375;

/** Temperature in °C. §5.1.3.1: three bits of alerts in front, then 13 of two's complement. */
export function mcp9808Celsius(raw: number): number {
  return signed(raw & 0x1fff, 8192) / 16;
}

/**
 * Values: temperature in °C.
 * @param address 0x18 to 0x1f, by A0 to A2
 */
export function mcp9808(bus: I2cBus, address: number): Part {
  const values: Values = [NaN];
  /** Undefined where nobody answers. */
  const word = (register: string): number | undefined => {
    const bytes = readFrom(bus, address, register, 2);
    return bytes && 256 * bytes[0] + bytes[1];
  };
  return {
    measuringMs: MEASURING_MS,
    values,
    configure: () => {
      const manufacturer = word(MANUFACTURER);
      const device = manufacturer === undefined ? undefined : word(DEVICE);
      if (device === undefined) {
        return Fault.NoAnswer;
      }
      // §5.1.4, and §5.1.5: the lower byte is the revision.
      if (manufacturer !== 0x0054 || device >>> 8 !== 0x04) {
        return Fault.WrongIdentity;
      }
      return bus.write(address, FINEST) ? Fault.None : Fault.NoAnswer;
    },
    begin: () => (bus.write(address, AWAKE) ? Fault.None : Fault.NoAnswer),
    read: () => {
      const configuration = word(CONFIGURATION);
      const raw = configuration === undefined ? undefined : word(TEMPERATURE);
      if (raw === undefined || !bus.write(address, ASLEEP)) {
        return Fault.NoAnswer;
      }
      if (configuration !== MARK) {
        return Fault.NotReady;
      }
      values[0] = mcp9808Celsius(raw);
      return Fault.None;
    },
  };
}
