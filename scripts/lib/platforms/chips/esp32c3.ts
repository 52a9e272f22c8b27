import { all, NONE, numbers, type Chip } from "./chip";
import { NODEMCU_WITHOUT, SOFTWARE_I2C } from "./esp32";

const USB = "the chip's own USB, over which it is flashed and watched (D18, D19); take another pin";

/** Pins: ESP32-C3 datasheet, "Pin Overview" and "Strapping Pins". */
const ESP32C3 = {
  pins: new Set(numbers(0, 21).map((pin) => `D${pin}`)),
  pinsText: "the ESP32-C3 has no such pin; there are D0–D21",
  reserved: new Map([
    [11, "it supplies the flash memory that the program runs from; take another pin"],
    ...all(numbers(12, 17), "wired to the flash memory that the program runs from (D12–D17); take another pin"),
    ...all([18, 19], USB),
  ]),
  undriven: NONE,
  withoutBus: NONE,
  unwatched: NONE,
  withoutPull: NONE,
  withoutSquareWave: NONE,
  pulseCounters: Infinity,
  delicate: new Map([
    [2, "held low at reset, the chip may not boot"],
    [8, "held low at reset, the chip cannot be flashed, and small boards have their LED on it, lit by low"],
    [9, "held low at reset, the chip waits in its boot loader, for which boards have a button on it"],
    [20, "it is the first serial port's input, which boards with a USB bridge use"],
    [21, "the chip prints on it while it boots"],
  ]),
};

function notOfTheFirstConverter(engine: string, pins: string): (pin: number) => string {
  return (pin) =>
    pin === 5
      ? `belongs to the second converter (ADC2), and ${engine} reads ADC1 only: ${pins}`
      : `cannot measure a voltage; take one of ${pins}`;
}

/**
 * Under Espruino 2v29 (boards/ESP32C3_IDF4.py and targets/esp32 of espruino/Espruino). The LED controller has six channels and the
 * engine counts on eight, so that all but one of the frequencies asked for would put out nothing, and nobody would be told.
 */
export const ESPRUINO_ON_ESP32C3: Chip = {
  ...ESP32C3,
  reserved: new Map([...ESP32C3.reserved, [0, "Espruino turns its levels and pull resistors round; take another pin"]]),
  analog: new Set(numbers(1, 4)),
  notAnalog: notOfTheFirstConverter("Espruino", "D1–D4"),
  squareWaves: { kind: "own or shared", own: 1, shared: 5, sharedHz: 5000 },
  i2c: { most: 1, noMore: "has 1 I²C port", highestHz: Infinity },
  strips: 1,
  // ESP32-C3 Technical Reference Manual, "Low-power Management": GPIO0 to GPIO5 are in the domain that stays on; D0 is reserved.
  sleep: { wakePins: new Set(numbers(1, 5)), wakePinsText: "D1–D5", wakesBoth: false },
  notes: [
    "Wi-Fi: as a station; an access point and a station at once it does not do.",
    "No telnet console: `consoles.telnet` is refused.",
    "No thermometer in Espruino: `chipTemperature` is refused.",
  ],
};

/** Under NodeMCU's branch dev-esp32: six channels and four timers of an LED controller that has no fast half. */
export const NODEMCU_ON_ESP32C3: Chip = {
  ...ESP32C3,
  analog: new Set(numbers(0, 4)),
  notAnalog: notOfTheFirstConverter("NodeMCU", "D0–D4"),
  squareWaves: { kind: "by frequency", most: 6, frequencies: 4 },
  i2c: SOFTWARE_I2C,
  strips: Infinity,
  // Its `node.dsleep` wakes by ext1, which this chip does not have.
  sleep: { wakePins: new Set(), wakePinsText: "none", wakesBoth: false },
  notes: NODEMCU_WITHOUT,
};
