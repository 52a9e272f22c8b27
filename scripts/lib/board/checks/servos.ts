import type { Board } from "../config";
import { SERVO_DEFAULTS } from "../defaults";
import type { BoardSource } from "../source";

/** Checks that a servo's angles go together. */
export function checkServos(board: Board, source: BoardSource): void {
  (board.actuators ?? []).forEach((actuator, index) => {
    if (actuator.type !== "servo") return;
    const place = ["actuators", index];
    const { minAngle, maxAngle, minMicroseconds, maxMicroseconds } = { ...SERVO_DEFAULTS, ...actuator };
    if (minAngle >= maxAngle) {
      source.error(
        place,
        `"minAngle" (${minAngle}) has to be below "maxAngle" (${maxAngle}); swap the pulse widths instead`,
      );
      return;
    }
    if (minMicroseconds === maxMicroseconds) {
      source.error(place, '"minMicroseconds" and "maxMicroseconds" are the same: it would never move');
    }
    const check = (angle: unknown, key: string[]): void => {
      if (typeof angle === "number" && (angle < minAngle || angle > maxAngle)) {
        source.error([...place, ...key], `expected an angle from ${minAngle} to ${maxAngle}, found ${angle}`);
      }
    };
    check(actuator.initialValue, ["initialValue"]);
    check(actuator.failSafe?.action, ["failSafe", "action"]);
  });
}
