import { ESP8266_ANALOG_PIN } from "./chips/esp8266";
import type { Platform } from "./engine-files";

/** The number that a pin such as D25 has in a program; the ESP8266's analog input A0 comes behind its pins. */
export function pinNumber(name: string): number {
  return name === "A0" ? ESP8266_ANALOG_PIN : Number(name.slice(1));
}

/** Of the ESP8266's D0, D1 …, which NodeMCU counts in its own way (pin_map.c). */
const ESP8266_GPIO = [16, 5, 4, 0, 2, 14, 12, 13, 15, 3, 1, 9, 10];

/** The number that the chip's maker gives a pin; undefined of the ESP8266's analog input, which has none. */
export function gpioNumber(chip: Platform["chip"], name: string): number | undefined {
  return chip === "esp8266" ? ESP8266_GPIO[pinNumber(name)] : pinNumber(name);
}
