import type { Timer } from "../engine/engine";
import type { Actuator } from "./actuator";

/** For what is on its way to the broker, the state among it. */
const FAREWELL_MS = 1_000;

/** Restarts the chip. Command: PRESS. The state is ON until it does. */
export function restartButton(timer: Timer, restart: () => void): Actuator {
  let isAsked = false;
  return {
    command: (payload) => {
      if (payload !== "PRESS") {
        return false;
      }
      if (!isAsked) {
        isAsked = true;
        timer.after(FAREWELL_MS, restart);
      }
      return true;
    },
    state: () => (isAsked ? "ON" : "OFF"),
  };
}
