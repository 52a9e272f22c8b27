import { all, NONE, numbers, type Chip } from "./chip";
import { NODEMCU_WITHOUT, SOFTWARE_I2C } from "./esp32";

/** Pins: ESP32-S3 datasheet, "Pin Overview" and "Strapping Pins". */
const ESP32S3 = {
  pins: new Set([...numbers(0, 21), ...numbers(26, 48)].map((pin) => `D${pin}`)),
  pinsText: "the ESP32-S3 has no such pin; there are D0–D21 and D26–D48",
  reserved: new Map([
    ...all([19, 20], "the chip's own USB, over which it is flashed and watched (D19, D20); take another pin"),
    ...all(numbers(26, 32), "wired to the flash memory that the program runs from (D26–D32); take another pin"),
  ]),
  undriven: NONE,
  withoutBus: NONE,
  withoutPull: NONE,
  withoutSquareWave: NONE,
  pulseCounters: Infinity,
  delicate: new Map([
    [3, "it is read at reset, where its electronic fuses ask for it"],
    ...all(numbers(33, 37), "modules with eight-line memory (R8 and up in their name) need it for that"),
    [43, "the chip prints on it while it boots"],
    [44, "it is the first serial port's input, which boards with a USB bridge use"],
    [45, "held high at reset, it sets the flash memory's voltage to 1.8 V and the chip may not boot"],
    [46, "held high at reset, the chip cannot be flashed"],
  ]),
};

/** Under Espruino 2v29 (boards/ESP32S3_IDF4.py and targets/esp32 of espruino/Espruino, which knows none of its analog inputs). */
export const ESPRUINO_ON_ESP32S3: Chip = {
  ...ESP32S3,
  reserved: new Map([...ESP32S3.reserved, [0, "Espruino turns its levels and pull resistors round; take another pin"]]),
  unwatched: all(numbers(6, 12), "Espruino does not tell when it changes (D6–D12); take another pin"),
  analog: new Set(),
  notAnalog: () => "cannot measure a voltage",
  squareWaves: { kind: "own or shared", own: 3, shared: 5, sharedHz: 5000 },
  i2c: { most: 2, noMore: "has 2 I²C ports", highestHz: Infinity },
  strips: 1,
  // ESP32-S3 datasheet, "RTC IO MUX": GPIO0 to GPIO21, without those that are reserved; D6–D12 are not watched.
  sleep: {
    wakePins: new Set([...numbers(1, 18), 21]),
    wakePinsText: "D1–D5, D13–D18 and D21",
    wakesBoth: false,
  },
  notes: [
    "No voltages: Espruino knows no analog input of this chip, so `analog` and `ntc` are refused.",
    "No thermometer in Espruino: `chipTemperature` is refused.",
  ],
};

/**
 * Under NodeMCU's branch dev-esp32, whose module takes eight of the first converter's ten channels, and which has eight channels and
 * four timers of an LED controller without a fast half.
 */
export const NODEMCU_ON_ESP32S3: Chip = {
  ...ESP32S3,
  unwatched: NONE,
  analog: new Set(numbers(1, 8)),
  notAnalog: (pin) =>
    pin === 9 || pin === 10
      ? "is a channel of the converter that NodeMCU's module does not take; take one of D1–D8"
      : "cannot measure a voltage; take one of D1–D8",
  squareWaves: { kind: "by frequency", most: 8, frequencies: 4 },
  i2c: SOFTWARE_I2C,
  strips: Infinity,
  // ESP32-S3 datasheet, "RTC IO MUX".
  sleep: { wakePins: new Set([...numbers(0, 18), 21]), wakePinsText: "D0–D18 and D21", wakesBoth: true },
  delicate: new Map([...ESP32S3.delicate, [0, "held low at reset, the chip waits in its boot loader"]]),
  notes: NODEMCU_WITHOUT,
};
