import { all, NONE, numbers, type Chip } from "./chip";

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

/** Pins of the low-power domain: ESP32 datasheet, "IO_MUX", column RTC; without those that are reserved. */
const WAKE_PINS = {
  wakePins: new Set([2, 4, 12, 13, 14, 15, 25, 26, 27, ...numbers(32, 39)]),
  wakePinsText: "D2, D4, D13–D15, D25–D27 and D32–D39",
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
export const ESPRUINO_ON_ESP32: Chip = {
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
  // Espruino sets the timer in one function and the pin in another, and each of them sleeps.
  sleep: { ...WAKE_PINS, wakesBoth: false },
};

/** Of NodeMCU's branch for the ESP32 and its family. */
export const SOFTWARE_I2C: Chip["i2c"] = {
  most: 1,
  noMore: "has more I²C interfaces, but only the one that is driven here answers at once; take one bus",
  highestHz: 100_000,
};

/** What the rest of the family does without under that branch. */
export const NODEMCU_WITHOUT: Chip["notes"] = [
  "No `pulseCounter` and no `hcsr04`: what NodeMCU drives them with, this chip has less of than its modules count on, or none.",
  "NodeMCU is built for it by yourself: `make IDF_TARGET=…` in its branch dev-esp32.",
];

/** Under NodeMCU: eight channels and four timers of the fast half of the LED controller, one for each frequency. */
export const NODEMCU_ON_ESP32: Chip = {
  ...ESP32,
  unwatched: NONE,
  notAnalog: notOfTheFirstConverter("NodeMCU"),
  withoutSquareWave: NONE,
  squareWaves: { kind: "by frequency", most: 8, frequencies: 4 },
  // ESP32 Technical Reference Manual, "Pulse Count Controller": units.
  pulseCounters: 8,
  i2c: SOFTWARE_I2C,
  strips: Infinity,
  sleep: { ...WAKE_PINS, wakesBoth: true },
  delicate: new Map([
    ...ESP32.delicate,
    [0, "held low at reset, the chip waits in its boot loader, and it puts out pulses during boot"],
  ]),
};
