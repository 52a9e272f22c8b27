import type { AnalogPins, DigitalInputs, DigitalOutputs, Pin, Pull, PwmPins } from "../engine";
import { clock } from "./clock";

export const analogPins: AnalogPins = {
  read: (pin) => analogRead(pin),
};

/** How often a watch that the engine dropped is looked for. */
const WATCH_CHECK_MS = 10_000;

function input(pin: Pin, pull: Pull): void {
  if (pull === "up") {
    pinMode(pin, "input_pullup");
  } else if (pull === "down") {
    pinMode(pin, "input_pulldown");
  } else {
    pinMode(pin, "input");
  }
}

/**
 * A repeating watch is removed when its callback is interrupted (out of memory, stack overflow). The callback then never
 * reaches its end, which the check sees, and sets the watch anew.
 */
function watch(pin: Pin, pull: Pull, debounceMs: number, changed: () => void): void {
  let isRunning = false;
  let id = 0;
  const run = (): void => {
    isRunning = true;
    changed();
    isRunning = false;
  };
  const arm = (): void => {
    id = setWatch(run, pin, { repeat: true, edge: "both", debounce: debounceMs });
    // setWatch switches the pull-up on, whatever was set before.
    input(pin, pull);
  };
  arm();
  clock.every(WATCH_CHECK_MS, () => {
    if (isRunning) {
      isRunning = false;
      try {
        clearWatch(id);
      } catch {
        // It is gone, as expected.
      }
      arm();
    }
  });
}

export const digitalInputs: DigitalInputs = {
  input,
  read: (pin) => digitalRead(pin) !== 0,
  watch,
};

export const digitalOutputs: DigitalOutputs = {
  write: (pin, high) => digitalWrite(pin, high ? 1 : 0),
};

export const pwmPins: PwmPins = {
  write: (pin, duty, hz) => analogWrite(pin, duty, { freq: hz }),
};
