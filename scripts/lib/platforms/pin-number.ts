import { ESP8266_ANALOG_PIN } from "./chips/esp8266";

/** The number that a pin such as D25 has in a program; the ESP8266's analog input A0 comes behind its pins. */
export function pinNumber(name: string): number {
  return name === "A0" ? ESP8266_ANALOG_PIN : Number(name.slice(1));
}
