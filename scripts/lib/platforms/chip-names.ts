import type { Platform } from "./engine-files";

/** Chips as their maker writes them. */
export const CHIP_NAMES: Readonly<Record<Platform["chip"], string>> = {
  esp32: "ESP32",
  esp32c3: "ESP32-C3",
  esp32s3: "ESP32-S3",
  esp8266: "ESP8266",
};

export const CHIP_KEYS = Object.keys(CHIP_NAMES) as Platform["chip"][];

/** Whether Espruino is built with its telnet console for a chip (boards/ESP32C3_IDF4.py leaves it out). */
export function hasTelnetConsole(chip: Platform["chip"]): boolean {
  return chip !== "esp32c3";
}
