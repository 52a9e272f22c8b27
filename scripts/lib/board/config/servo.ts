import type { ActuatorBase } from "./actuators";
import type { FailSafeTime } from "./fail-safe";

/** Servos. */

/**
 * An angle in whole degrees.
 * @asType integer
 * @minimum -360
 * @maximum 360
 */
type Angle = number;

/** What a servo does by itself when no broker can command it any more. */
export interface AngleFailSafe extends FailSafeTime {
  /** The angle it then goes to, once; "keep" leaves it as it is. When the broker is back it stays so. */
  action: "keep" | Angle;
}

/**
 * A servo of the kind that model aircraft have, moved by the width of pulses. Commands: a whole number, the angle. The chip makes
 * pulses in steps of 1/1024 of the time between two: 19.5 µs at 50 Hz, which are 3.5° of a servo that turns by 180° for 1000 µs.
 */
export interface ServoActuatorConfig extends ActuatorBase {
  type: "servo";
  /**
   * Angle at boot. A servo cannot tell where it stands: it goes there as soon as the board has power.
   */
  initialValue: Angle;
  /**
   * Pulse width at the lowest angle, in µs. Measure your servo; driven into its stop it gets hot.
   * @default 1000
   * @asType integer
   * @minimum 400
   * @maximum 2700
   */
  minMicroseconds?: number;
  /**
   * Pulse width at the highest angle, in µs; less than "minMicroseconds" to turn it round.
   * @default 2000
   * @asType integer
   * @minimum 400
   * @maximum 2700
   */
  maxMicroseconds?: number;
  /** The lowest angle. Default: 0 */
  minAngle?: Angle;
  /** The highest angle. Default: 180 */
  maxAngle?: Angle;
  /**
   * Pulses a second. Digital servos take up to 333, which makes the steps finer: 2.9 µs. Analog ones are made for 50.
   * @default 50
   * @asType integer
   * @minimum 40
   * @maximum 333
   */
  hz?: number;
  /**
   * How long after a command the pulses end, in milliseconds: it then makes no noise, and holds its place by friction alone.
   * Default: never
   * @asType integer
   * @minimum 100
   * @maximum 60000
   */
  detachAfterMs?: number;
  failSafe?: AngleFailSafe;
}
