import type { Board } from "../config";
import type { BoardSource } from "../source";

/** Checks that numbers can take the values that they are said to take. */
export function checkSetPoints(board: Board, source: BoardSource): void {
  (board.actuators ?? []).forEach((actuator, index) => {
    if (actuator.type !== "number") return;
    const { min, max, step = 1, initialValue = min } = actuator;
    const place = ["actuators", index];
    if (min >= max) {
      source.error([...place, "max"], `has to be more than "min" (${min})`);
      return;
    }
    if (!isWhole((max - min) / step)) {
      source.error([...place, "max"], `is not on a step: from ${min} by ${step} no step comes to ${max}`);
    }
    if (initialValue < min || initialValue > max || !isWhole((initialValue - min) / step)) {
      source.error([...place, "initialValue"], `expected a value from ${min} to ${max}, by ${step}`);
    }
  });
}

/** Steps such as 0.1 are not exact. */
function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-6;
}
