import type { Bytes, OneWireBus } from "../../../firmware/engine/engine";
import { ds18b20 } from "../../../firmware/sensors/ds18b20";
import type { Part, Values } from "../../../firmware/sensors/part";

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

export const CASES: Case[] = [
  {
    name: "a DS18B20 at -10.125 °C (data sheet, table 1: FF5E)",
    create: () =>
      ds18b20(wireGiving([0x5e, 0xff, 0x2d, 0xd2, 0x7f, 0xff, 0x0c, 0x10, 0xb3]), {
        rom: "\x28\xff\x64\x1f\x4c\x16\x03\xca",
        resolution: 12,
      }),
    shown: (values) => values[0].toFixed(4),
    expected: "-10.1250",
  },
];
