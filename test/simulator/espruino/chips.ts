import type { Pull, SimulatedPin } from "../pins";
import type { EspruinoRelease } from "./release";

/** What differs between the chips that Espruino is built for, as far as firmware can tell. */
export interface EspruinoChip {
  /** What `process.env.BOARD` says. */
  readonly board: string;
  /** How many numbers pins have. */
  readonly pins: number;
  isAnalog(pin: number): boolean;
  /** Pins with the 8-bit converter in the place of square waves; what they do where the chip has none. */
  readonly dac: "converts" | "throws" | "none";
  isInputOnly(pin: number): boolean;
  isWatched(pin: number): boolean;
  /** Whether its level can end a deep sleep. */
  isWakePin(pin: number): boolean;
  /**
   * What pulls such a pin while the chip sleeps. The pulls of a classic ESP32's are those of its RTC, which stay as they were; on the
   * ESP32-C3, ESP-IDF sets one against the level that is awaited (`esp_deep_sleep_enable_gpio_wakeup`).
   */
  pullAsleep(pin: SimulatedPin, high: boolean): Pull;
  /** What `getWakeupCause` says of a pin: ESP_SLEEP_WAKEUP_EXT0, or GPIO. */
  readonly wakeupByPin: number;
  /** What Espruino makes inputs with pull-up when it starts; the other pins are left as the chip's reset leaves them. */
  readonly pulledAtBoot: readonly number[];
  readonly pullsOfChip: readonly (readonly [pin: number, pull: Pull])[];
  /** How many channels the LED controller has; the engine counts on eight, whatever there is. */
  readonly pwmChannels: number;
  /** The default pins of each I²C port. */
  readonly i2c: readonly { scl: number; sda: number }[];
  readonly hasThermometer: boolean;
  readonly hasTelnet: boolean;
  /** Whether the radio can be a station and an access point at once. */
  readonly isBothAtOnce: boolean;
  /** Where the register tells why the chip was reset. */
  readonly resetStateRegister: number;
  /** Where its random numbers and the state of its own USB are read, by firmware that does. */
  readonly randomRegister?: number;
  readonly usbRegister?: number;
  readonly memory: Readonly<Record<EspruinoRelease, ChipMemory>>;
}

export interface ChipMemory {
  /** Variables in all, nominally: with Bluetooth and without. */
  readonly variables: readonly [withBluetooth: number, withoutBluetooth: number];
  /** How many characters of a long string one variable holds, and the bytes that it takes. */
  readonly charactersPerVariable: number;
  readonly variableBytes: number;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/**
 * As many as fit into (free heap − 40,000) / 14 at boot (Espruino's targets/esp32/main.c). Nominal, after what users report of release
 * 2v29: Bluetooth takes some 29 kB of that heap.
 */
const OF_14_BYTES: ChipMemory = { variables: [2_500, 4_500], charactersPerVariable: 10, variableBytes: 14 };

const ALIKE = { "2v29": OF_14_BYTES, later: OF_14_BYTES } as const;

const ESP32: EspruinoChip = {
  board: "ESP32",
  pins: 40,
  isAnalog: (pin) => pin >= 32 && pin <= 39,
  dac: "converts",
  isInputOnly: (pin) => pin >= 34 && pin <= 39,
  isWatched: (pin) => pin < 6 || pin > 12,
  isWakePin: (pin) => [0, 2, 4, ...range(12, 15), ...range(25, 27), ...range(32, 37), 39].includes(pin),
  pullAsleep: (pin) => pin.pull,
  wakeupByPin: 2,
  pulledAtBoot: [0, ...range(12, 15), 18, 19, 21, 22, ...range(25, 27), ...range(34, 39)],
  pullsOfChip: [
    [2, "down"],
    [4, "down"],
    [5, "up"],
  ],
  pwmChannels: 8,
  i2c: [
    { scl: 22, sda: 21 },
    { scl: 16, sda: 17 },
  ],
  hasThermometer: true,
  hasTelnet: true,
  isBothAtOnce: true,
  resetStateRegister: 0x3ff48034,
  memory: ALIKE,
};

/** boards/ESP32C3_IDF4.py of Espruino; registers of its technical reference manual. */
const ESP32C3: EspruinoChip = {
  board: "ESP32C3",
  pins: 22,
  isAnalog: (pin) => pin <= 4,
  dac: "none",
  isInputOnly: () => false,
  isWatched: (pin) => pin !== 18 && pin !== 19,
  isWakePin: (pin) => pin <= 5,
  pullAsleep: (_pin, high) => (high ? "down" : "up"),
  wakeupByPin: 7,
  pulledAtBoot: [],
  pullsOfChip: [
    [9, "up"],
    [20, "up"],
    [21, "up"],
  ],
  pwmChannels: 6,
  i2c: [{ scl: 9, sda: 8 }],
  hasThermometer: false,
  hasTelnet: false,
  isBothAtOnce: false,
  resetStateRegister: 0x60008038,
  randomRegister: 0x600260b0,
  usbRegister: 0x60043004,
  // Later releases are built for 4,095 variables at most, of 13 bytes, and keep 70,000 bytes of the heap.
  memory: {
    "2v29": OF_14_BYTES,
    later: { variables: [2_500, 4_000], charactersPerVariable: 9, variableBytes: 13 },
  },
};

/** boards/ESP32S3_IDF4.py of Espruino, which gives no pin a converter; registers of its technical reference manual. */
const ESP32S3: EspruinoChip = {
  board: "ESP32S3",
  pins: 49,
  isAnalog: () => false,
  dac: "throws",
  isInputOnly: () => false,
  isWatched: (pin) => pin < 6 || pin > 12,
  isWakePin: (pin) => pin <= 21,
  pullAsleep: () => "none",
  wakeupByPin: 2,
  pulledAtBoot: [0, ...range(12, 15), 18, 19, 21, 22, ...range(25, 27), ...range(34, 39)],
  pullsOfChip: [
    [43, "up"],
    [44, "up"],
    [45, "down"],
    [46, "down"],
  ],
  pwmChannels: 8,
  i2c: [
    { scl: 9, sda: 8 },
    { scl: 19, sda: 18 },
  ],
  hasThermometer: false,
  hasTelnet: true,
  isBothAtOnce: true,
  resetStateRegister: 0x60008038,
  randomRegister: 0x6003507c,
  usbRegister: 0x60038004,
  memory: ALIKE,
};

export const ESPRUINO_CHIPS = { esp32: ESP32, esp32c3: ESP32C3, esp32s3: ESP32S3 } as const;
