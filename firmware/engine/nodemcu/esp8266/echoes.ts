import type { Echoes } from "../../engine";
import { edgeInputs } from "./edges";
import { digitalOutputs } from "./pins";

const TRIGGER_US = 30;

/**
 * By the chip's interrupts, which note the moment of each edge. Of an echo whose end came before the program heard of its beginning
 * the end's moment is not known: it is told as one of 0 s.
 */
export const echoes: Echoes = {
  open: (triggerPin, echoPin, _longestMs, told) => {
    let isHigh = false;
    let beganSeconds = 0;
    digitalOutputs.write(triggerPin, false);
    edgeInputs.watch(echoPin, "none", "both", (high, atSeconds) => {
      if (high) {
        beganSeconds = atSeconds;
      } else if (isHigh) {
        told(atSeconds - beganSeconds);
      }
      isHigh = high;
    });
    return () => {
      digitalOutputs.write(triggerPin, true);
      tmr.delay(TRIGGER_US);
      digitalOutputs.write(triggerPin, false);
    };
  },
};
