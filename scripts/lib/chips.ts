/** What the pins of a chip can do under the engine that runs on it. */
export interface Chip {
  /** Pins that do not exist, or not on the outside. */
  isPin(pin: number): boolean;
  /** Pins wired to the flash memory that the program runs from. */
  flash: ReadonlySet<number>;
  /** Pins whose levels and pulls the engine inverts. */
  inverted: ReadonlySet<number>;
  /** Pins whose changes the engine does not report. */
  unwatched: ReadonlySet<number>;
  /** Pins without an output driver, and without pull resistors. */
  inputOnly: ReadonlySet<number>;
  /** Pins that the engine can read a voltage on. */
  analog: ReadonlySet<number>;
  /** Pins of the second converter, which the radio keeps for itself. */
  secondConverter: ReadonlySet<number>;
  /** Pins where the engine's analogWrite drives the converter from digital to analog, never a square wave. */
  dac: ReadonlySet<number>;
  /** Pins that decide something at reset or are in use then, and what may happen. */
  delicate: ReadonlyMap<number, string>;
  /** Square waves that can have a frequency of their own, each its own timer. */
  ownFrequencies: number;
  /** The frequency that further square waves share, in Hz, and how many can. */
  sharedHz: number;
  sharedFrequencies: number;
}

const MISSING = new Set([20, 24, 28, 29, 30, 31]);

/**
 * The classic ESP32 under Espruino 2v29. Pins: ESP32 datasheet, "Pin Definitions" and "Strapping Pins". Voltages: Espruino
 * gives only the first converter (D32 … D39) to analogRead. Square waves: Espruino keeps three timers for frequencies asked
 * for, and five channels that share one at 5 kHz; a pin keeps its channel until reset.
 */
const ESP32: Chip = {
  isPin: (pin) => pin >= 0 && pin <= 39 && !MISSING.has(pin),
  flash: new Set([6, 7, 8, 9, 10, 11]),
  inverted: new Set([0]),
  unwatched: new Set([6, 7, 8, 9, 10, 11, 12]),
  inputOnly: new Set([34, 35, 36, 37, 38, 39]),
  analog: new Set([32, 33, 34, 35, 36, 37, 38, 39]),
  secondConverter: new Set([0, 2, 4, 12, 13, 14, 15, 25, 26, 27]),
  dac: new Set([25, 26]),
  delicate: new Map([
    [1, "it is the serial console's output: what the console prints appears on it"],
    [2, "held high at reset, it keeps the boot loader from starting over the serial port"],
    [3, "it is the serial console's input: what is connected may type commands"],
    [5, "it is read at reset, and puts out pulses during boot"],
    [12, "held high at reset, it sets the flash memory's voltage to 1.8 V and the chip does not boot"],
    [15, "held low at reset, it silences the boot messages, and it puts out pulses during boot"],
  ]),
  ownFrequencies: 3,
  sharedHz: 5000,
  sharedFrequencies: 5,
};

/** By the board file's `chip`. */
export const CHIPS: Readonly<Record<"esp32", Chip>> = { esp32: ESP32 };
