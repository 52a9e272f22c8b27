import type { PixelStrips } from "../engine";

const neopixel = require("neopixel");

/**
 * The bytes are made anew each time: to fill a buffer kept since boot costs half as much again for 60 LEDs, and needs the same
 * bytes for it. The engine copies them to its stack, of which it looks for room first.
 */
export const pixelStrips: PixelStrips = {
  fill: (pin, pixel, count) => neopixel.write(pin, pixel.repeat(count)),
};
