/**
 * The pins of a board with an ESP8266 as NodeMCU counts them and as they are printed, D0 to D12 (app/platform/pin_map.c), and A0,
 * which is no pin of gpio's: in the simulator it has the number that Arduino gives it.
 */
export const GPIO_PINS = 13;
export const ANALOG_PIN = 17;

/** What is soldered to a pin of every devkit, for the chip to boot: D3 (GPIO0) and D4 (GPIO2) high, D8 (GPIO15) low. */
export const STRAPS = new Map<number, "up" | "down">([
  [3, "up"],
  [4, "up"],
  [8, "down"],
]);
