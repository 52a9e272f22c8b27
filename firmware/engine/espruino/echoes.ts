import type { Echoes } from "../engine";
import { digitalOutputs, pulseOutputs } from "./pins";
import { watch } from "./watch";

/** The engine's shortest exact pulse. */
const TRIGGER_MS = 0.03;

/** By the chip's interrupts, which note the moment of each edge. */
export const echoes: Echoes = {
  open: (triggerPin, echoPin, _longestMs, told) => {
    let isHigh = false;
    let beganSeconds = 0;
    digitalOutputs.write(triggerPin, false);
    watch(echoPin, "none", "both", 0, (high, atSeconds) => {
      if (high) {
        beganSeconds = atSeconds;
      } else if (isHigh) {
        told(atSeconds - beganSeconds);
      }
      isHigh = high;
    });
    return () => pulseOutputs.pulse(triggerPin, true, TRIGGER_MS);
  },
};
