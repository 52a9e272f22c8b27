/** The number that a pin such as D25 has on a simulated board; A0 of the ESP8266 comes behind its pins. */
export function pinNumber(name: string): number {
  return name === "A0" ? 17 : Number(name.slice(1));
}
