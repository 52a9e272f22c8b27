/** What chips of the ESP32's family have more or less of under branch dev-esp32. */
export interface Variant {
  /** As node.chipmodel() has it. */
  readonly name: "esp32" | "esp32c3" | "esp32s3";
  /** Whether there is a node.chipid() (node.c). */
  readonly hasChipId: boolean;
  /** The pin of each channel of the first converter; the module takes eight (platform_adc_channel_exists), the chip may have fewer. */
  readonly analogPins: readonly number[];
  readonly isInputOnly: (pin: number) => boolean;
  /** Whether its LED controller has a fast half (SOC_LEDC_SUPPORT_HS_MODE). */
  readonly hasFastLedc: boolean;
  readonly ledcChannels: number;
  /** Whether the modules are built for it and count on what it has. */
  readonly hasPulseCounters: boolean;
  /** What the heap has when Lua starts, with Wi-Fi on; nominal. */
  readonly heapBytes: number;
}

export const VARIANTS: Readonly<Record<Variant["name"], Variant>> = {
  esp32: {
    name: "esp32",
    hasChipId: true,
    analogPins: [36, 37, 38, 39, 32, 33, 34, 35],
    isInputOnly: (pin) => pin >= 34 && pin <= 39,
    hasFastLedc: true,
    ledcChannels: 8,
    hasPulseCounters: true,
    heapBytes: 200_000,
  },
  esp32c3: {
    name: "esp32c3",
    hasChipId: false,
    analogPins: [0, 1, 2, 3, 4],
    isInputOnly: () => false,
    hasFastLedc: false,
    ledcChannels: 6,
    hasPulseCounters: false,
    heapBytes: 160_000,
  },
  esp32s3: {
    name: "esp32s3",
    hasChipId: false,
    analogPins: [1, 2, 3, 4, 5, 6, 7, 8],
    isInputOnly: () => false,
    hasFastLedc: false,
    ledcChannels: 8,
    hasPulseCounters: false,
    heapBytes: 200_000,
  },
};
