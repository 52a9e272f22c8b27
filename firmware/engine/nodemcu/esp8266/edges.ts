import type { EdgeInputs } from "../../engine";
import { secondsAt } from "./clock";
import { watched } from "./pins";

const TYPES = { both: "both", rising: "up", falling: "down" } as const;

/**
 * The chip's interrupt notes the moment of an edge and counts those that come before the program hears of it. Of one kind of edge
 * none is lost so, but of several only the first has its own moment.
 */
export const edgeInputs: EdgeInputs = {
  watch: (pin, pull, edge, changed) => {
    watched(pin, pull);
    gpio.trig(pin, TYPES[edge], (level, atUs, count) => {
      const atSeconds = secondsAt(atUs);
      if (edge === "both") {
        const isHigh = level === 1;
        changed(isHigh, atSeconds);
        // There and back: when it went back is not known.
        if (count % 2 === 0) {
          changed(!isHigh, atSeconds);
        }
      } else {
        for (let i = 0; i < count; i++) {
          changed(edge === "rising", atSeconds);
        }
      }
    });
  },
};
