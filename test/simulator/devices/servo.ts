import type { ServoActuatorConfig } from "../../../scripts/lib/actuators/servo";
import type { PinChange, SimulatedPin } from "../pins";
import type { Bench, PartClock } from "./bench";
import { onlyBroken, type Levers } from "./lever";

/** An analog servo: pulses of 1,000 to 2,000 µs are 0 to 180 degrees, and it takes 0.1 s for 60 of them. */
const DEGREES_PER_US = 180 / 1000;
const DEGREES_PER_MS = 0.6;
/** What it takes for pulses, in µs. */
const SHORTEST_US = 400;
const LONGEST_US = 2700;

/** A servo on a pin. Without pulses it stays where it is, and can be turned by hand. */
export class Servo {
  readonly #clock: PartClock;
  #angle: number;
  #target: number | undefined;
  #sinceMs = 0;
  #isUnplugged = false;

  /** @param angle where it stands before anybody moves it */
  constructor(pin: SimulatedPin, clock: PartClock, angle = 77) {
    this.#clock = clock;
    this.#angle = angle;
    pin.onOutput((change) => this.#driven(change));
  }

  /** Where it stands. */
  get angle(): number {
    if (this.#target === undefined) return this.#angle;
    const way = (this.#clock.nowMs - this.#sinceMs) * DEGREES_PER_MS;
    return this.#target > this.#angle
      ? Math.min(this.#target, this.#angle + way)
      : Math.max(this.#target, this.#angle - way);
  }

  /** Whether it holds its place against a hand. */
  get holds(): boolean {
    return this.#target !== undefined;
  }

  /** The fault of a plug that came off: it stays where it is, until the chip sends it elsewhere when it is on again. */
  set isUnplugged(isUnplugged: boolean) {
    this.#angle = this.angle;
    this.#target = undefined;
    this.#isUnplugged = isUnplugged;
  }

  #driven({ duty, hz, atMs }: PinChange): void {
    this.#angle = this.angle;
    this.#sinceMs = atMs;
    const us = hz > 0 ? (duty / hz) * 1e6 : 0;
    this.#target =
      this.#isUnplugged || us < SHORTEST_US || us > LONGEST_US
        ? undefined
        : Math.min(180, Math.max(0, (us - 1000) * DEGREES_PER_US));
  }
}

export function solder({ pin }: ServoActuatorConfig, bench: Bench): Servo {
  return new Servo(bench.pin(pin), bench);
}

export function levers(servo: Servo): Levers {
  return onlyBroken("servo", () => servo.holds, {
    unplugged: { begin: () => void (servo.isUnplugged = true), end: () => void (servo.isUnplugged = false) },
  });
}
