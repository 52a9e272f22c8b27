import type { Bytes, I2cBus, OneWireBus } from "../../../firmware/engine/engine";
import { aht10 } from "../../../firmware/sensors/aht10";
import { aht20 } from "../../../firmware/sensors/aht20";
import { bh1750 } from "../../../firmware/sensors/bh1750";
import { bme280 } from "../../../firmware/sensors/bme280";
import { bme680 } from "../../../firmware/sensors/bme680";
import { bmp280 } from "../../../firmware/sensors/bmp280";
import { ds18b20 } from "../../../firmware/sensors/ds18b20";
import { fixed } from "../../../firmware/sensors/format";
import { hcsr04 } from "../../../firmware/sensors/hcsr04";
import { mcp9808 } from "../../../firmware/sensors/mcp9808";
import type { Part, Values } from "../../../firmware/sensors/part";
import { sht3x } from "../../../firmware/sensors/sht3x";
import { sht4x } from "../../../firmware/sensors/sht4x";
import { veml7700 } from "../../../firmware/sensors/veml7700";

/** Parts on buses that always answer the same: for the interpreter, too, so without anything but the firmware. */
interface Case {
  name: string;
  create: () => Part;
  /** The values, as text. */
  shown: (values: Values) => string;
  expected: string;
}

/** A 1-wire bus that gives nine bytes; each time anew, as the engine does. */
function wireGiving(bytes: number[]): OneWireBus {
  return {
    reset: () => true,
    write: () => {},
    read: (): Bytes => new Uint8Array(bytes),
    search: () => [],
  };
}

/** An I²C bus that gives the bytes for what was written last; each time anew, as the engine does. */
function busGiving(answers: [written: string, bytes: number[]][]): I2cBus {
  let written = "";
  return {
    write: (_address, bytes) => {
      written = bytes;
      return true;
    },
    read: (_address, _count, register): Bytes | undefined => {
      if (register !== undefined) {
        written = register;
      }
      for (let i = 0; i < answers.length; i++) {
        if (answers[i][0] === written) {
          return new Uint8Array(answers[i][1]);
        }
      }
      return undefined;
    },
  };
}

/** The calibration of the BMP280's data sheet, §3.12. */
const COEFFICIENTS = [
  0x70, 0x6b, 0x43, 0x67, 0x18, 0xfc, 0x7d, 0x8e, 0x43, 0xd6, 0xd0, 0x0b, 0x27, 0x0b, 0x8c, 0x00, 0xf9, 0xff, 0x8c,
  0x3c, 0xf8, 0xc6, 0x70, 0x17,
];
/** The results of the same: 415148 and 519888; and 30000 for the humidity of a BME280. */
const RESULTS = [0, 0x24, 0xa0, 0, 0x65, 0x5a, 0xc0, 0x7e, 0xed, 0x00];
const HUMIDITY = [0x75, 0x30];

/** T2 … P10 of a BME680. */
const BME680_FIRST = [
  0x97, 0x67, 0x03, 0x00, 0xc0, 0x88, 0xd4, 0xd7, 0x58, 0x00, 0xdc, 0x25, 0x36, 0xff, 0x18, 0x1e, 0x00, 0x00, 0xfc,
  0xfd, 0x73, 0xf2, 0x1e,
];

export const CASES: Case[] = [
  {
    name: "a DS18B20 at -10.125 °C (data sheet, table 1: FF5E)",
    create: () =>
      ds18b20(wireGiving([0x5e, 0xff, 0x2d, 0xd2, 0x7f, 0xff, 0x0c, 0x10, 0xb3]), {
        rom: "\x28\xff\x64\x1f\x4c\x16\x03\xca",
        resolution: 12,
      }),
    shown: (values) => fixed(values[0], 4),
    expected: "-10.1250",
  },
  {
    name: "a BMP280 as in the example of its data sheet (§3.12: 25.08 °C, 100653.27 Pa)",
    create: () =>
      bmp280(
        busGiving([
          ["\xd0", [0x58]],
          ["\x88", COEFFICIENTS],
          ["\xf3", RESULTS],
        ]),
        { address: 0x76, perPascal: 1 },
      ),
    shown: (values) => fixed(values[0], 2) + " " + fixed(values[1], 2),
    expected: "25.08 100653.27",
  },
  {
    name: "a BME280 with the same calibration, and 50.4 % by Bosch's integers",
    create: () =>
      bme280(
        busGiving([
          ["\xd0", [0x60]],
          ["\x88", COEFFICIENTS],
          ["\xa1", [75]],
          ["\xe1", [0x6a, 0x01, 0x00, 0x14, 0x26, 0x03, 0x1e]],
          ["\xf3", RESULTS.concat(HUMIDITY)],
        ]),
        { address: 0x76, perPascal: 0.01 },
      ),
    shown: (values) => fixed(values[0], 2) + " " + fixed(values[1], 2) + " " + fixed(values[2], 1),
    expected: "25.08 1006.53 50.4",
  },
  {
    name: "an SHT3x at 25 °C and 50 %, with checks",
    create: () =>
      sht3x(
        busGiving([
          ["\xf3\x2d", [0x80, 0x10, 0xe1]],
          ["\x24\x00", [0x66, 0x66, 0x93, 0x80, 0x00, 0xa2]],
        ]),
        0x44,
      ),
    shown: (values) => fixed(values[0], 2) + " " + fixed(values[1], 2),
    expected: "25.00 50.00",
  },
  {
    name: "an AHT20 at 50 °C and 25 %, with its check",
    create: () =>
      aht20(
        busGiving([
          ["", [0x18]],
          ["\xac\x33\x00", [0x18, 0x40, 0x00, 0x08, 0x00, 0x00, 0xa6]],
        ]),
      ),
    shown: (values) => fixed(values[0], 1) + " " + fixed(values[1], 1),
    expected: "50.0 25.0",
  },
  {
    name: "an HC-SR04 whose echo takes 5.8 ms (user guide: µs / 58 = 100 cm; 99.5 at 20 °C)",
    create: () => {
      return hcsr04(
        { open: (_triggerPin, _echoPin, _longestMs, told) => () => told(0.0058) },
        { triggerPin: 13, echoPin: 34, maximumCm: 400 },
      );
    },
    shown: (values) => fixed(values[0], 1),
    expected: "99.5",
  },
  {
    name: "a BH1750 as in the example of its technical note (page 7: 28067 lx)",
    create: () => bh1750(busGiving([["\x20", [0x83, 0x90]]]), 0x23),
    shown: (values) => fixed(values[0], 0),
    expected: "28067",
  },
  {
    name: "an MCP9808 at -25.25 °C, with an alert in front (data sheet, §5.1.3)",
    create: () =>
      mcp9808(
        busGiving([
          ["\x06", [0x00, 0x54]],
          ["\x07", [0x04, 0x00]],
          ["\x01", [0x06, 0x00]],
          ["\x05", [0x3e, 0x6c]],
        ]),
        0x18,
      ),
    shown: (values) => fixed(values[0], 2),
    expected: "-25.25",
  },
  {
    name: "an SHT4x at 25 °C and 50 %, with checks",
    create: () => sht4x(busGiving([["\xfd", [0x66, 0x66, 0x93, 0x72, 0xb0, 0xdc]]]), 0x44),
    shown: (values) => fixed(values[0], 2) + " " + fixed(values[1], 2),
    expected: "25.00 50.00",
  },
  {
    name: "an AHT10 at 50 °C and 25 %, without a check",
    create: () =>
      aht10(
        busGiving([
          ["", [0x18]],
          ["\xac\x33\x00", [0x18, 0x40, 0x00, 0x08, 0x00, 0x00]],
        ]),
        0x38,
      ),
    shown: (values) => fixed(values[0], 1) + " " + fixed(values[1], 1),
    expected: "50.0 25.0",
  },
  {
    name: "a BME680 with the calibration of a part, at 22.75 °C, 997.1 hPa and 62.3 %",
    create: () =>
      bme680(
        busGiving([
          ["\xd0", [0x61]],
          ["\x8a", BME680_FIRST],
          ["\xe1", [0x3e, 0xfa, 0x31, 0x00, 0x2d, 0x14, 0x78, 0x9c, 0x5b, 0x66]],
          ["\x1d", [0x80, 0x00, 0x51, 0x30, 0x10, 0x77, 0xeb, 0x80, 0x5f, 0x1d]],
        ]),
        { address: 0x76, perPascal: 0.01 },
      ),
    shown: (values) => fixed(values[0], 2) + " " + fixed(values[1], 1) + " " + fixed(values[2], 1),
    expected: "22.75 997.1 62.3",
  },
  {
    name: "a VEML7700 at 10,000 counts, corrected (application note 84323)",
    create: () =>
      veml7700(
        busGiving([
          ["\x00", [0x00, 0x10]],
          ["\x04", [0x10, 0x27]],
        ]),
      ),
    shown: (values) => fixed(values[0], 0),
    expected: "6786",
  },
];
