import type { PixelStrips } from "../../engine";

let isReady = false;

/** By the chip's second serial port, which is on D4 whatever the pin: the build sees to it. The bytes are made anew each time. */
export const pixelStrips: PixelStrips = {
  fill: (_pin, pixel, count) => {
    if (!isReady) {
      isReady = true;
      ws2812.init();
    }
    ws2812.write(string.rep(pixel, count));
  },
};
