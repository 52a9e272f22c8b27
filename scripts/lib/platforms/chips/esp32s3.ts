import { all, NONE, numbers, type Chip } from "./chip";

/**
 * The ESP32-S3 under Espruino 2v29 (boards/ESP32S3_IDF4.py and targets/esp32 of espruino/Espruino, which knows none of its
 * analog inputs). Pins: ESP32-S3 datasheet, "Pin Overview" and "Strapping Pins".
 */
export const ESPRUINO_ON_ESP32S3: Chip = {
  pins: new Set([...numbers(0, 21), ...numbers(26, 48)].map((pin) => `D${pin}`)),
  pinsText: "the ESP32-S3 has no such pin; there are D0–D21 and D26–D48",
  reserved: new Map([
    [0, "Espruino turns its levels and pull resistors round; take another pin"],
    ...all([19, 20], "the chip's own USB, over which it is flashed and watched (D19, D20); take another pin"),
    ...all(numbers(26, 32), "wired to the flash memory that the program runs from (D26–D32); take another pin"),
  ]),
  undriven: NONE,
  withoutBus: NONE,
  unwatched: all(numbers(6, 12), "Espruino does not tell when it changes (D6–D12); take another pin"),
  withoutPull: NONE,
  analog: new Set(),
  notAnalog: () => "cannot measure a voltage",
  withoutSquareWave: NONE,
  squareWaves: { kind: "own or shared", own: 3, shared: 5, sharedHz: 5000 },
  pulseCounters: Infinity,
  i2c: { most: 2, noMore: "has 2 I²C ports", highestHz: Infinity },
  strips: 1,
  // ESP32-S3 datasheet, "RTC IO MUX": GPIO0 to GPIO21, without those that are reserved; D6–D12 are not watched.
  sleep: {
    wakePins: new Set([...numbers(1, 18), 21]),
    wakePinsText: "D1–D5, D13–D18 and D21",
    wakesBoth: false,
  },
  delicate: new Map([
    [3, "it is read at reset, where its electronic fuses ask for it"],
    ...all(numbers(33, 37), "modules with eight-line memory (R8 and up in their name) need it for that"),
    [43, "the chip prints on it while it boots"],
    [44, "it is the first serial port's input, which boards with a USB bridge use"],
    [45, "held high at reset, it sets the flash memory's voltage to 1.8 V and the chip may not boot"],
    [46, "held high at reset, the chip cannot be flashed"],
  ]),
  notes: [
    "No voltages: Espruino knows no analog input of this chip, so `analog` and `ntc` are refused.",
    "No thermometer in Espruino: `chipTemperature` is refused.",
  ],
};
