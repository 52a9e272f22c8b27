import type { PinActuatorBase } from "../board/config/actuator";
import type { FailSafe } from "../board/config/fail-safe";
import { commanded, numberComponent, shown, shownNumber } from "../home-assistant/component";
import { pinNumber } from "../platforms/pin-number";
import { alarms } from "../program/alarms";
import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { SHORT_COMMAND_BYTES, type ActuatorDescriptor } from "./descriptor";

/**
 * An angle in whole degrees.
 * @asType integer
 * @minimum -360
 * @maximum 360
 */
type Angle = number;

/** What a servo does by itself when no broker can command it any more. */
export interface AngleFailSafe extends FailSafe {
  /** The angle it then goes to, once; "keep" leaves it as it is. When the broker is back it stays so. */
  action: "keep" | Angle;
}

/**
 * A servo of the kind that model aircraft have, moved by the width of pulses. Commands: the angle, rounded to a whole number. Pulses come in
 * steps. At 50 Hz they are 19.5 µs wide, which are 3.5° of a servo that turns by 180° for 1000 µs, but for NodeMCU on the ESP32,
 * where they are 2.4 µs.
 */
export interface ServoActuatorConfig extends PinActuatorBase {
  type: "servo";
  /**
   * Angle at boot. A servo cannot tell where it stands: it goes there as soon as the board has power.
   */
  initialValue: Angle;
  /**
   * Pulse width at the lowest angle, in µs. Measure your servo; driven into its stop it gets hot.
   * @asType integer
   * @minimum 400
   * @maximum 2700
   */
  minMicroseconds: number;
  /**
   * Pulse width at the highest angle, in µs; less than "minMicroseconds" to turn it round.
   * @asType integer
   * @minimum 400
   * @maximum 2700
   */
  maxMicroseconds: number;
  /** The lowest angle. */
  minAngle: Angle;
  /** The highest angle. */
  maxAngle: Angle;
  /**
   * Pulses a second. Analog servos are made for 50. Digital ones take up to 333, which makes steps finer: 2.9 µs in place of 19.5.
   * @asType integer
   * @minimum 40
   * @maximum 333
   */
  hz: number;
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

const driver = firmware<typeof import("../../../firmware/actuators/servo")>("actuators/servo");
const { detached } = firmware<typeof import("../../../firmware/actuators/detached")>("actuators/detached");

export const servo: ActuatorDescriptor<ServoActuatorConfig> = {
  type: "servo",
  defaults: { minMicroseconds: 1000, maxMicroseconds: 2000, minAngle: 0, maxAngle: 180, hz: 50 },
  exampleEntry: { initialValue: 90, detachAfterMs: 1000 },
  pins: { pin: "square wave" },
  check: ({ minAngle, maxAngle, minMicroseconds, maxMicroseconds, initialValue, failSafe }, place, source) => {
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
    check(initialValue, ["initialValue"]);
    check(failSafe?.action, ["failSafe", "action"]);
  },
  example: ({ minAngle, maxAngle, initialValue }) => {
    const quarter = Math.round(minAngle + (maxAngle - minAngle) / 4);
    return `${quarter === initialValue ? maxAngle : quarter}`;
  },
  longestCommandBytes: SHORT_COMMAND_BYTES,
  longestState: "-360",
  handle: "ServoActuator",
  hasNumber: true,
  homeAssistant: {
    commanded: (config) => ({ ...numberComponent(config.minAngle, config.maxAngle, "°"), ...commanded(config) }),
    shown: (config) => ({ ...shownNumber("°"), ...shown(config) }),
  },
  control: ({ minAngle, maxAngle }) => ({ kind: "angle", from: minAngle, to: maxAngle }),
  make: (config, program) => {
    const { hz, minMicroseconds, maxMicroseconds, minAngle, maxAngle, initialValue, detachAfterMs } = config;
    const pins = engine("pins").pwmPins;
    const pin = pinNumber(config.pin);
    const widths = { minMicroseconds, maxMicroseconds, minAngle, maxAngle };
    const made = driver.servo(pins, { pin, hz, ...widths, initialValue });
    if (detachAfterMs === undefined) return made;
    return detached(made, pins, alarms(program), { pin, hz, afterMs: detachAfterMs });
  },
};
