import type { Pin, Pull } from "../engine";
import { clock } from "./clock";

/** How often a watch that the engine dropped is looked for. */
const WATCH_CHECK_MS = 10_000;

export function input(pin: Pin, pull: Pull): void {
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
 * reaches its end, which the check sees, and sets the watch anew. Five parameters, for an object of them would take more of the
 * engine's variables for each pin.
 */
export function watch(
  pin: Pin,
  pull: Pull,
  edge: "both" | "rising" | "falling",
  debounceMs: number,
  changed: (high: boolean, atSeconds: number) => void,
): void {
  let isRunning = false;
  let id = 0;
  const run = (event: WatchEvent): void => {
    isRunning = true;
    changed(event.state, event.time);
    isRunning = false;
  };
  const arm = (): void => {
    id = setWatch(run, pin, { repeat: true, edge, debounce: debounceMs });
    // setWatch switches the pull-up on, whatever was set before.
    input(pin, pull);
  };
  const rearm = (): void => {
    isRunning = false;
    try {
      clearWatch(id);
    } catch {
      // It is gone, as expected.
    }
    arm();
  };
  arm();
  clock.every(WATCH_CHECK_MS, () => {
    if (isRunning) {
      rearm();
    }
  });
}
