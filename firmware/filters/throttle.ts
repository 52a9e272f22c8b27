import type { Clock } from "../engine/engine";
import type { Filter } from "./filter";

/** How much too early a reading may come and go on all the same: sampling is punctual only to within the engine's other work. */
const SLACK_MS = 100;

/** `throttle`: a reading goes on when the last one that did is `periodMs` old. NaN always goes on, and does not count. */
export function throttle(clock: Clock, periodMs: number): Filter {
  const shortestMs = periodMs - Math.min(SLACK_MS, periodMs / 10);
  let isOpen = true;
  let passedMs = 0;
  return (value) => {
    if (isNaN(value)) {
      return value;
    }
    const nowMs = clock.nowMs();
    if (!isOpen && nowMs - passedMs < shortestMs) {
      return undefined;
    }
    isOpen = false;
    passedMs = nowMs;
    return value;
  };
}
