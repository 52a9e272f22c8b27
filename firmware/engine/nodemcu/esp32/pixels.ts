import type { PixelStrips } from "../../engine";

/**
 * In tenths of a microsecond what both old and new parts understand: WS2812B data sheet, and that of its version 5, whose 0 is high
 * for at most 380 ns where the engine's own is for 400. The engine sends them by a transmitter of the chip, and waits for its end.
 */
export const pixelStrips: PixelStrips = {
  fill: (pin, pixel, count) => ws2812.write({ pin, data: string.rep(pixel, count), t0h: 3, t0l: 9, t1h: 8, t1l: 4 }),
};
