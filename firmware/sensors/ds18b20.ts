import type { OneWireBus } from "../engine/engine";
import { crc8Maxim } from "./crc8";
import { Fault, type Part } from "./part";

/** DS18B20, a thermometer on a 1-wire bus. Sections: Maxim's data sheet 19-7487, revision 6. */

export interface Ds18b20Options {
  /** The 8 bytes of its ROM code, the family code first; "" where it is alone on the bus. */
  rom: string;
  /** Bits after the sign: 9 … 12. */
  resolution: number;
}

/** Commands: "ROM Commands" and "DS18B20 Function Commands". */
const READ_ROM = "\x33";
const MATCH_ROM = "\x55";
const SKIP_ROM = "\xcc";
const CONVERT = "\x44";
const WRITE_SCRATCHPAD = "\x4e";
const READ_SCRATCHPAD = "\xbe";

const FAMILY = 0x28;
/** No alarm is used: in its registers stands what neither the factory nor anybody else has a reason to write there. */
const ALARM_HIGH = 0x2d;
const ALARM_LOW = 0xd2;
/** "AC Electrical Characteristics": 750 ms at 12 bits, half of it for each bit less; and 5 % for parts that are slower. */
const LONGEST_CONVERSION_MS = 788;

/** The temperature in °C from bytes 0 and 1 of the scratchpad ("Operation—Measuring Temperature"). */
export function ds18b20Celsius(low: number, high: number, resolution: number): number {
  const raw = high * 256 + low;
  // Below 12 bits the lowest are undefined.
  const sixteenths = raw - (raw % (1 << (12 - resolution)));
  return (sixteenths < 32768 ? sixteenths : sixteenths - 65536) / 16;
}

/**
 * Values: the temperature in °C. After power on the scratchpad holds 85 °C, which is a temperature as well: what tells is that
 * the alarm registers and the resolution have then come back from the part's EEPROM.
 */
export function ds18b20(wire: OneWireBus, options: Ds18b20Options): Part {
  const select = options.rom.length > 0 ? MATCH_ROM + options.rom : SKIP_ROM;
  /** "Configuration Register": the bits around the resolution are fixed. */
  const setting = ((options.resolution - 9) << 5) | 0x1f;
  const setUp = select + WRITE_SCRATCHPAD + String.fromCharCode(ALARM_HIGH, ALARM_LOW, setting);

  const send = (bytes: string): Fault => {
    if (!wire.reset()) {
      return Fault.NoAnswer;
    }
    wire.write(bytes);
    return Fault.None;
  };

  /** Of a part that is alone; of several the codes mix, which the check shows. */
  const identify = (): Fault => {
    if (send(READ_ROM) !== Fault.None) {
      return Fault.NoAnswer;
    }
    const rom = wire.read(8);
    if (rom[0] === 0xff || rom[0] === 0) {
      return Fault.NoAnswer;
    }
    return crc8Maxim(rom, 8) !== 0 ? Fault.BadChecksum : rom[0] === FAMILY ? Fault.None : Fault.WrongIdentity;
  };

  const takeOver = (): Fault => {
    if (send(select + READ_SCRATCHPAD) !== Fault.None) {
      return Fault.NoAnswer;
    }
    const bytes = wire.read(9);
    const found = bytes[4];
    // Of the setting, bit 7 is always 0 and bits 0 to 4 are 1: nobody pulls the bus down, or it is shorted to ground.
    if (found === 0xff || found === 0) {
      return Fault.NoAnswer;
    }
    if (crc8Maxim(bytes, 9) !== 0) {
      return Fault.BadChecksum;
    }
    if (bytes[2] !== ALARM_HIGH || bytes[3] !== ALARM_LOW || found !== setting) {
      return Fault.NotReady;
    }
    part.values[0] = ds18b20Celsius(bytes[0], bytes[1], options.resolution);
    return Fault.None;
  };

  const part: Part = {
    measuringMs: Math.ceil(LONGEST_CONVERSION_MS / (1 << (12 - options.resolution))),
    values: [NaN],
    configure: () => {
      const fault = options.rom.length > 0 ? Fault.None : identify();
      return fault === Fault.None ? send(setUp) : fault;
    },
    begin: () => send(select + CONVERT),
    read: () => {
      // The radio disturbs the timing of single bits; the scratchpad can be read again.
      const fault = takeOver();
      return fault === Fault.BadChecksum ? takeOver() : fault;
    },
  };
  return part;
}
