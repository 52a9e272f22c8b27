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
  sides: Sides;
  /** What all of it draws from its battery while the chip is in deep sleep, in µA, where its maker states that. */
  asleepMicroamps?: number;
}

export type HardwareName = NonNullable<NodeBase["hardware"]>;

type Sides = readonly [left: readonly string[], right: readonly string[]];

/** @param printed What is printed beside pins that the chip calls otherwise: it, and the chip's pin */
function made(
  title: string,
  chip: Platform["chip"],
  sides: Sides,
  printed: Readonly<Record<string, string>>,
  asleepMicroamps?: number,
): Hardware {
  const alike = sides.flat().filter((label) => /^(D\d+|A0)$/.test(label) && !(label in printed));
  return {
    title,
    chip,
    sides,
    asleepMicroamps,
    pins: new Map([...Object.entries(printed), ...alike.map((name) => [name, name] as const)]),
  };
}

const words = (text: string): string[] => text.split(" ");

/** Sides that are given with the aerial at the top, as makers draw large boards. */
function turned(left: string, right: string): Sides {
  return [words(right).reverse(), words(left).reverse()];
}

/** D0, D1 … of a board, by the numbers that the chip gives those pins. */
function numbered(pins: readonly number[]): Record<string, string> {
  return Object.fromEntries(pins.map((pin, index) => [`D${index}`, `D${pin}`]));
}

const XIAO_SIDES: Sides = [words("D0 D1 D2 D3 D4 D5 D6"), words("5V GND 3V3 D10 D9 D8 D7")];

const NODEMCU_32S = turned(
  "3V3 EN SVP SVN P34 P35 P32 P33 P25 P26 P27 P14 P12 GND P13 SD2 SD3 CMD 5V",
  "GND P23 P22 TX RX P21 GND P19 P18 P5 P17 P16 P4 P0 P2 P15 SD1 SD0 CLK",
);

/**
 * Boards that shops sell by the thousand.
 *
 * Numbers: espressif/arduino-esp32, `variants/XIAO_ESP32C3`, `XIAO_ESP32S3`, `lolin_c3_mini` and `nodemcu-32s`; of the ESP8266
 * esp8266/Arduino's `variants/d1_mini` and `nodemcu`. What is printed where: the pin-out diagrams and figures of Seeed Studio's wiki and of WEMOS's
 * documentation, the table of headers in the user guide of the ESP32-S3-DevKitC-1, the front of the NodeMCU devkit 1.0, the back of the
 * NodeMCU-32S. The SuperMini and the DevKit V1 with 30 pins are made by many, whose print is the same.
 */
export const HARDWARE: Readonly<Record<HardwareName, Hardware>> = {
  "xiao-esp32c3": made(
    "Seeed Studio XIAO ESP32C3",
    "esp32c3",
    XIAO_SIDES,
    numbered([2, 3, 4, 5, 6, 7, 21, 20, 8, 9, 10]),
    44,
  ),
  "supermini-esp32c3": made(
    "ESP32-C3 SuperMini",
    "esp32c3",
    [words("D5 D6 D7 D8 D9 D10 D20 D21"), words("5V GND 3V3 D4 D3 D2 D1 D0")],
    {},
  ),
  "lolin-c3-mini": made(
    "LOLIN C3 mini",
    "esp32c3",
    turned("RST D3 D2 D1 D0 D4 D5 3V3", "D21 D20 D10 D8 D7 D6 GND VBUS"),
    {},
  ),
  "xiao-esp32s3": made(
    "Seeed Studio XIAO ESP32S3",
    "esp32s3",
    XIAO_SIDES,
    numbered([1, 2, 3, 4, 5, 6, 43, 44, 7, 8, 9]),
    14,
  ),
  "esp32-s3-devkitc-1": made(
    "ESP32-S3-DevKitC-1",
    "esp32s3",
    turned(
      "3V3 3V3 RST D4 D5 D6 D7 D15 D16 D17 D18 D8 D3 D46 D9 D10 D11 D12 D13 D14 5V GND",
      "GND TX RX D1 D2 D42 D41 D40 D39 D38 D37 D36 D35 D0 D45 D48 D47 D21 D20 D19 GND GND",
    ),
    { TX: "D43", RX: "D44" },
  ),
  "esp32-devkit-v1": made(
    "ESP32 DevKit V1 with 30 pins",
    "esp32",
    turned(
      "EN VP VN D34 D35 D32 D33 D25 D26 D27 D14 D12 D13 GND VIN",
      "D23 D22 TX0 RX0 D21 D19 D18 D5 TX2 RX2 D4 D2 D15 GND 3V3",
    ),
    { VP: "D36", VN: "D39", TX0: "D1", RX0: "D3", TX2: "D17", RX2: "D16" },
  ),
  "nodemcu-32s": made("NodeMCU-32S", "esp32", NODEMCU_32S, {
    ...Object.fromEntries(
      NODEMCU_32S.flat().flatMap((name) => (/^P\d/.test(name) ? [[name, `D${name.slice(1)}`]] : [])),
    ),
    ...{ SVP: "D36", SVN: "D39", TX: "D1", RX: "D3" },
    // On the flash memory, whose reason is told.
    ...{ CLK: "D6", SD0: "D7", SD1: "D8", SD2: "D9", SD3: "D10", CMD: "D11" },
  }),
  "d1-mini": made("WEMOS D1 mini", "esp8266", turned("RST A0 D0 D5 D6 D7 D8 3V3", "TX RX D1 D2 D3 D4 GND 5V"), {
    RX: "D9",
    TX: "D10",
  }),
  "nodemcu-devkit": made(
    "NodeMCU devkit 1.0",
    "esp8266",
    turned(
      "A0 RSV RSV SD3 SD2 SD1 CMD SD0 CLK GND 3V3 EN RST GND VIN",
      "D0 D1 D2 D3 D4 3V3 GND D5 D6 D7 D8 RX TX GND 3V3",
    ),
    { RX: "D9", TX: "D10", SD2: "D11", SD3: "D12" },
  ),
};

export const HARDWARE_NAMES = Object.keys(HARDWARE) as HardwareName[];

/** What is printed beside a pin of the chip; the chip's own name where no board is named, or it prints none. */
export function printedName(hardware: HardwareName | undefined, pin: string): string {
  const pins = hardware === undefined ? [] : [...HARDWARE[hardware].pins];
  return pins.find(([, own]) => own === pin)?.[0] ?? pin;
}
