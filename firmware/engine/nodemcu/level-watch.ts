import type { Clock } from "../engine";

/** How often a watched pin is looked at without an edge. */
const WATCH_CHECK_MS = 10_000;

/**
 * Calls `changed` with a pin's new level once it has stood for a while. The level itself is read, whatever the engine tells of it.
 * @param waitMs For how long, as an interval of the engine's timers; 0 for at once.
 * @returns what has to be called at each edge
 */
export function watchLevel(
  isHigh: () => boolean,
  waitMs: number,
  clock: Clock,
  changed: (high: boolean) => void,
): () => void {
  let told = isHigh();
  const look = (): void => {
    const high = isHigh();
    if (high !== told) {
      told = high;
      changed(high);
    }
  };
  const timer = tmr.create();
  if (waitMs > 0) {
    timer.register(waitMs, tmr.ALARM_SEMI, look);
  }
  const came = (): void => {
    if (waitMs > 0) {
      // Begun anew by each edge: it ends when none has come for so long.
      timer.stop();
      timer.start();
    } else {
      look();
    }
  };
  // An edge that was dropped, or whose listener ran out of memory, is made up for.
  clock.every(WATCH_CHECK_MS, () => {
    if (isHigh() !== told) {
      came();
    }
  });
  return came;
}
