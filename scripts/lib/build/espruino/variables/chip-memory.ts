import type { Platform } from "../../../platforms/engine-files";
import { ESP32_LAYOUT, ESP32C3_LAYOUT, type Layout } from "./layout";

/** What a chip's Espruino has for variables: how much fits into one, and how many there are. */
export interface ChipMemory {
  layout: Layout;
  withoutBluetooth: number;
  withBluetooth: number;
}

/**
 * Variables in all with Wi-Fi: as many as fit into (free heap − 40,000) / 14 at boot (Espruino's targets/esp32/main.c). Nominal, after
 * what users report of release 2v29: Bluetooth takes some 29 kB of that heap.
 */
const ESP32: ChipMemory = { layout: ESP32_LAYOUT, withoutBluetooth: 4_500, withBluetooth: 2_500 };

/**
 * Of the ESP32-C3 and ESP32-S3 no figures are reported. Both have more heap than the classic one, and 2v29 is built for as many
 * variables on each; later builds for the ESP32-C3 have 4,095 at most, of 13 bytes (boards/ESP32C3_IDF4.py), with which all are
 * reckoned there. So these are too low rather than too high; `npx mote flash` asks the chip for its own.
 */
const MEMORY: Readonly<Partial<Record<Platform["chip"], ChipMemory>>> = {
  esp32c3: { layout: ESP32C3_LAYOUT, withoutBluetooth: 4_000, withBluetooth: 2_500 },
};

/** Nominal, and of the classic ESP32 where nothing else is known. */
export function chipMemory(chip: Platform["chip"]): ChipMemory {
  return MEMORY[chip] ?? ESP32;
}
