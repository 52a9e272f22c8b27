import type { NodeBase } from "../board/config/node";
import type { Platform } from "./engine-files";

/** A board as it is sold: a chip, and what is printed beside its pins. */
export interface Hardware {
  /** How its maker calls it. */
  title: string;
  chip: Platform["chip"];
  /** The chip's pins by what is printed beside them; numbers without a letter are given one. */
  pins: ReadonlyMap<string, string>;
  /** What is printed on its two sides, seen from above with the USB socket at the top, from there down. */
  sides: readonly [left: readonly string[], right: readonly string[]];
}

export type HardwareName = NonNullable<NodeBase["hardware"]>;

const words = (text: string): string[] => text.split(" ");

/** D0, D1 … of a board, by the numbers that the chip gives those pins. */
function numbered(pins: readonly number[]): ReadonlyMap<string, string> {
  return new Map(pins.map((pin, index) => [`D${index}`, `D${pin}`]));
}

const XIAO_SIDES: Hardware["sides"] = [words("D0 D1 D2 D3 D4 D5 D6"), words("5V GND 3V3 D10 D9 D8 D7")];
const SUPERMINI_SIDES: Hardware["sides"] = [words("D5 D6 D7 D8 D9 D10 D20 D21"), words("5V GND 3V3 D4 D3 D2 D1 D0")];

/** Small boards, after the pin-out diagrams of Seeed Studio's wiki; of the SuperMini, which many make, after what is printed on it. */
export const HARDWARE: Readonly<Record<HardwareName, Hardware>> = {
  "xiao-esp32c3": {
    title: "Seeed Studio XIAO ESP32C3",
    chip: "esp32c3",
    pins: numbered([2, 3, 4, 5, 6, 7, 21, 20, 8, 9, 10]),
    sides: XIAO_SIDES,
  },
  "xiao-esp32s3": {
    title: "Seeed Studio XIAO ESP32S3",
    chip: "esp32s3",
    pins: numbered([1, 2, 3, 4, 5, 6, 43, 44, 7, 8, 9]),
    sides: XIAO_SIDES,
  },
  "supermini-esp32c3": {
    title: "ESP32-C3 SuperMini",
    chip: "esp32c3",
    pins: new Map(SUPERMINI_SIDES.flat().flatMap((name) => (name.startsWith("D") ? [[name, name] as const] : []))),
    sides: SUPERMINI_SIDES,
  },
};

export const HARDWARE_NAMES = Object.keys(HARDWARE) as HardwareName[];
