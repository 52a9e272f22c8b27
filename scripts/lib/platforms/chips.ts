import type { Platform } from "./engine-files";

/** What the pins of a chip can do under the engine that runs on it. Reasons stand behind the pin's name in an error. */
export interface Chip {
  /** The pins on the outside, by the names they have in a board file. */
  pins: ReadonlySet<string>;
  /** The same for people. */
  pinsText: string;
  /** Pins that serve nothing, and why. */
  reserved: Reasons;
  /** Pins that cannot be driven. */
  undriven: Reasons;
  /** Pins that no bus can be on. */
  withoutBus: Reasons;
  /** Pins whose changes the engine does not tell. */
  unwatched: Reasons;
  /** Pins without pull resistors inside the chip. */
  withoutPull: Reasons;
  /** Why no pin has a pull-down resistor, where none has. */
  noPullDown?: string;
  /** Pins that the engine can read a voltage on. */
  analog: ReadonlySet<number>;
  /** Why another pin cannot. */
  notAnalog(pin: number): string;
  /** Pins that cannot put out a square wave. */
  withoutSquareWave: Reasons;
  squareWaves: SquareWaves;
  /** How many pins the chip itself counts pulses on, where the engine has them counted by it. */
  pulseCounters: number;
  i2c: I2cBuses;
  /** How many strips of LEDs there can be. */
  strips: number;
  /** The one pin that they can be on, where there is one, and why. */
  stripPin?: { name: string; reason: string };
  /** Pins that decide something at reset or are in use then, and what may happen. */
  delicate: Reasons;
}

/** How many I²C buses there can be. */
export interface I2cBuses {
  most: number;
  /** Why no more, behind the name of engine and chip. */
  noMore: string;
  highestHz: number;
}

type Reasons = ReadonlyMap<number, string>;

/** How many square waves there can be; an engine runs out of them late, at the first command. */
export type SquareWaves =
  | {
      kind: "own or shared";
      /** So many with a frequency of their own … */
      own: number;
      /** … and so many that share one, in Hz. */
      shared: number;
      sharedHz: number;
    }
  | { kind: "by frequency"; most: number; frequencies: number; highestHz?: number };

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function all(pins: readonly number[], reason: string): Reasons {
  return new Map(pins.map((pin) => [pin, reason]));
}

const NONE: Reasons = new Map();
const INPUTS_ONLY = numbers(34, 39);
const FLASH = "wired to the flash memory that the program runs from (D6–D11); take another pin";
const SECOND_CONVERTER = new Set([0, 2, 4, 12, 13, 14, 15, 25, 26, 27]);

/**
 * The classic ESP32. Pins: ESP32 datasheet, "Pin Definitions" and "Strapping Pins". Both engines read voltages with the first
 * converter only.
 */
const ESP32 = {
  pins: new Set([...numbers(0, 19), 21, 22, 23, 25, 26, 27, ...numbers(32, 39)].map((pin) => `D${pin}`)),
  pinsText: "the ESP32 has no such pin; there are D0–D19, D21–D23, D25–D27 and D32–D39",
  reserved: all(numbers(6, 11), FLASH),
  undriven: all(INPUTS_ONLY, "an input only (D34–D39), it cannot drive anything"),
  withoutBus: all(INPUTS_ONLY, "an input only (D34–D39), and a bus is driven from both ends"),
  withoutPull: all(
    INPUTS_ONLY,
    `has no pull resistor inside the chip (D34–D39 have none); write "pull": "none" and put one outside`,
  ),
  analog: new Set(numbers(32, 39)),
  delicate: new Map([
    [1, "it is the serial console's output: what the console prints appears on it"],
    [2, "held high at reset, it keeps the boot loader from starting over the serial port"],
    [3, "it is the serial console's input: what is connected may type commands"],
    [5, "it is read at reset, and puts out pulses during boot"],
    [12, "held high at reset, it sets the flash memory's voltage to 1.8 V and the chip does not boot"],
    [15, "held low at reset, it silences the boot messages, and it puts out pulses during boot"],
  ]),
};

function notOfTheFirstConverter(engine: string): (pin: number) => string {
  return (pin) =>
    SECOND_CONVERTER.has(pin)
      ? `belongs to the second converter (ADC2), which does not work with Wi-Fi; ${engine} reads ADC1 only: D32–D39`
      : "cannot measure a voltage; take one of D32–D39";
}

/**
 * Under Espruino 2v29: it keeps three timers for frequencies asked for, and five channels that share one at 5 kHz; a pin keeps
 * its channel until reset.
 */
const ESPRUINO_ON_ESP32: Chip = {
  ...ESP32,
  reserved: new Map([...ESP32.reserved, [0, "Espruino turns its levels and pull resistors round; take another pin"]]),
  unwatched: all([12], "Espruino does not tell when it changes (D6–D12); take another pin"),
  notAnalog: notOfTheFirstConverter("Espruino"),
  withoutSquareWave: all(
    [25, 26],
    "D25 and D26 drive Espruino's 8-bit DAC instead of a square wave; take another pin, such as D33",
  ),
  squareWaves: { kind: "own or shared", own: 3, shared: 5, sharedHz: 5000 },
  pulseCounters: Infinity,
  i2c: { most: 2, noMore: "has 2 I²C ports", highestHz: Infinity },
  strips: 1,
};

/** Under NodeMCU: eight channels and four timers of the fast half of the LED controller, one for each frequency. */
const NODEMCU_ON_ESP32: Chip = {
  ...ESP32,
  unwatched: NONE,
  notAnalog: notOfTheFirstConverter("NodeMCU"),
  withoutSquareWave: NONE,
  squareWaves: { kind: "by frequency", most: 8, frequencies: 4 },
  // ESP32 Technical Reference Manual, "Pulse Count Controller": units.
  pulseCounters: 8,
  i2c: { most: 1, noMore: "has one I²C interface that answers at once; take one bus", highestHz: 100_000 },
  strips: Infinity,
  delicate: new Map([
    ...ESP32.delicate,
    [0, "held low at reset, the chip waits in its boot loader, and it puts out pulses during boot"],
  ]),
};

/** The analog input's number, behind those of the pins; the board file's "A0". */
export const ESP8266_ANALOG_PIN = 17;

/**
 * The ESP8266 under NodeMCU: names as printed on development boards, which are NodeMCU's own numbers (pin_map.c): D0 is GPIO16,
 * D1 … D12 are GPIO5, 4, 0, 2, 14, 12, 13, 15, 3, 1, 9 and 10. Square waves: pwm.c. Strapping pins: ESP8266 technical
 * reference, "Boot Mode".
 */
const NODEMCU_ON_ESP8266: Chip = {
  pins: new Set([...numbers(0, 12).map((pin) => `D${pin}`), "A0"]),
  pinsText: "the ESP8266 has no such pin; there are D0–D8, D9 (RX), D10 (TX) and the analog input A0",
  reserved: all([11, 12], "wired to the flash memory that the program runs from (D11, D12); take another pin"),
  undriven: all([ESP8266_ANALOG_PIN], "an analog input, it cannot drive anything; take one of D1–D8"),
  withoutBus: new Map([
    [0, "NodeMCU has no bus on D0 (GPIO16), which has no open drain; take one of D1–D7"],
    [ESP8266_ANALOG_PIN, "an analog input, no bus can be on it; take two of D1–D7"],
  ]),
  unwatched: new Map([
    [0, "the ESP8266 does not tell when D0 (GPIO16) changes; take one of D1–D7"],
    [ESP8266_ANALOG_PIN, "an analog input, nothing tells when it changes; take one of D1–D7"],
  ]),
  withoutPull: NONE,
  noPullDown: `the ESP8266 has no pull-down resistors; write "pull": "up", or "none" and put one outside`,
  analog: new Set([ESP8266_ANALOG_PIN]),
  notAnalog: () => "cannot measure a voltage; the ESP8266 has one pin that can: A0",
  withoutSquareWave: all([0], "NodeMCU puts out no square wave on D0 (GPIO16); take one of D1–D8"),
  squareWaves: { kind: "by frequency", most: 6, frequencies: 1, highestHz: 1000 },
  pulseCounters: Infinity,
  i2c: { most: 1, noMore: "has one I²C interface that answers at once; take one bus", highestHz: 100_000 },
  strips: 1,
  stripPin: { name: "D4", reason: "NodeMCU on the ESP8266 sends to a strip by its second serial port, which is on D4" },
  delicate: new Map([
    [0, "it is high while the chip boots, and what wakes the chip from deep sleep"],
    [3, "held low at reset, the chip waits in its boot loader"],
    [4, "held low at reset, the chip does not boot; it puts out pulses during boot, and is the module's LED"],
    [8, "held high at reset, the chip does not boot, for which boards have a resistor to ground on it"],
    [9, "it is the serial console's input: what is connected may type commands"],
    [10, "it is the serial console's output: what the console prints appears on it"],
  ]),
};

const CHIPS: Readonly<Record<Platform["engine"], Partial<Record<Platform["chip"], Chip>>>> = {
  espruino: { esp32: ESPRUINO_ON_ESP32 },
  nodemcu: { esp32: NODEMCU_ON_ESP32, esp8266: NODEMCU_ON_ESP8266 },
};

/** undefined where the engine does not run on the chip. */
export function chipOf({ engine, chip }: Platform): Chip | undefined {
  return CHIPS[engine]?.[chip];
}
