import type { Clock } from "../engine/engine";
import type { Pass } from "./filter";

/**
 * `heartbeat`: every `periodMs` the last reading goes on, whether it is new or not; nothing before there was one. When the last
 * one is NaN, so is what goes on: no old reading is passed off as a new one.
 * @param optimistic Whether readings also go on as they come.
 */
export function heartbeat(clock: Clock, periodMs: number, optimistic: boolean, pass: Pass): Pass {
  let last: number | undefined;
  clock.every(periodMs, () => {
    if (last !== undefined) {
      pass(last);
    }
  });
  return (value) => {
    last = value;
    if (optimistic) {
      pass(value);
    }
  };
}
