import type { ActuatorBase } from "./actuators";
import type { FailSafeTime } from "./fail-safe";
import type { PinName } from "./names";

/** Covers. */

/**
 * A whole number of percent.
 * @asType integer
 * @minimum 0
 * @maximum 100
 */
type Percent = number;

/** What a cover does by itself when no broker can command it any more. */
export interface CoverFailSafe extends FailSafeTime {
  /** The command it then gives itself, once; "keep" leaves it as it is. When the broker is back it stays so. */
  action: "keep" | "OPEN" | "CLOSE" | "STOP" | Percent;
}

/**
 * A shutter, blind, awning or window with a motor that stops at its ends by itself, driven by two relays of which never both are
 * on. Commands: OPEN, CLOSE, STOP, or a position from 0 (closed) to 100 (open). States: opening, closing, open, closed, stopped.
 * The position is reckoned by time, and kept over a reboot; cut off from power while it moves, it is unknown until the next end.
 */
export interface CoverActuatorConfig extends Omit<ActuatorBase, "pin"> {
  type: "cover";
  /** The relay that opens it. */
  openPin: PinName;
  /** The relay that closes it. */
  closePin: PinName;
  /**
   * Whether a low level turns a relay on, as most relay boards want it.
   * @default false
   */
  activeLow?: boolean;
  /**
   * How many seconds it takes from closed to open.
   * @minimum 0.5
   * @maximum 600
   */
  openSeconds: number;
  /**
   * How many seconds it takes from open to closed. Default: as openSeconds
   * @minimum 0.5
   * @maximum 600
   */
  closeSeconds?: number;
  /**
   * How many seconds longer a relay stays on at an end, so that the cover gets there.
   * @default 2
   * @minimum 0
   * @maximum 60
   */
  overrunSeconds?: number;
  /**
   * How long both relays are off before the motor turns the other way, in seconds.
   * @default 0.5
   * @minimum 0
   * @maximum 60
   */
  reverseWaitSeconds?: number;
  /** Where the position is published, retained, once a second while it moves. Default: <base>/<id>/position */
  positionTopic?: string;
  failSafe?: CoverFailSafe;
}
