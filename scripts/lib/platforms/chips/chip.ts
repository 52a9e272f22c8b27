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
  sleep: DeepSleep;
  /** What else there is to know of it in the reference, a sentence each, as Markdown. */
  notes?: readonly string[];
}

/** What wakes the chip from deep sleep besides its clock, as the engine asks for it. */
export interface DeepSleep {
  /** Pins whose level wakes it. */
  wakePins: ReadonlySet<number>;
  /** The same for people. */
  wakePinsText: string;
  /** Whether it can be woken by a pin and by time, whichever comes first. */
  wakesBoth: boolean;
  /** The pin that has to be wired to the chip's reset for its clock to wake it: why it is taken, and what to do. */
  wire?: { pin: string; taken: string; needed: string };
}

/** How many I²C buses there can be. */
export interface I2cBuses {
  most: number;
  /** Why no more, behind the name of engine and chip. */
  noMore: string;
  highestHz: number;
}

export type Reasons = ReadonlyMap<number, string>;

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

export function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

export function all(pins: readonly number[], reason: string): Reasons {
  return new Map(pins.map((pin) => [pin, reason]));
}

export const NONE: Reasons = new Map();
