import type { PulseCounterSensorConfig } from "../../../scripts/lib/sensors/pulse-counter";
import type { SimulatedPin } from "../pins";
import type { Bench, PartClock } from "./bench";

/** On the desk: at 1,000 pulses a kilowatt-hour 2 kW. */
const DESK_HZ = 1 / 1.8;

/** The pulse output of a meter: a contact, or a transistor, that pulls its pin to ground, or to the supply. */
export class PulseSource {
  /** How long a pulse is; at high rates at most half of the time between two. */
  pulseMs = 30;
  /** How often the contact opens and closes again within the first 2 ms of a pulse, and after its end. */
  bounces = 0;
  /** The fault of a wire that came off: pulses are given, and do not arrive. */
  isUnplugged = false;
  /** Pulses that have begun. */
  given = 0;
  readonly #pin: SimulatedPin;
  readonly #clock: PartClock;
  readonly #activeLow: boolean;
  #hz = 0;
  #next: { cancel(): void } | undefined;

  constructor(pin: SimulatedPin, clock: PartClock, activeLow = true) {
    this.#pin = pin;
    this.#clock = clock;
    this.#activeLow = activeLow;
    this.#turn(false);
  }

  /** Pulses a second; the next one comes one period from now. */
  set hz(hz: number) {
    this.#hz = hz;
    this.#next?.cancel();
    if (hz > 0) this.#next = this.#clock.after(1000 / hz, () => this.#pulse());
  }

  get hz(): number {
    return this.#hz;
  }

  #pulse(): void {
    this.given++;
    this.#bounceTo(true);
    this.#clock.after(Math.min(this.pulseMs, 500 / this.#hz), () => this.#bounceTo(false));
    this.#next = this.#clock.after(1000 / this.#hz, () => this.#pulse());
  }

  #bounceTo(isPulse: boolean): void {
    this.#turn(isPulse);
    for (let i = 0; i < this.bounces; i++) {
      this.#clock.after(0.2 + i * 0.3, () => this.#turn(!isPulse));
      this.#clock.after(0.3 + i * 0.3, () => this.#turn(isPulse));
    }
  }

  #turn(isPulse: boolean): void {
    this.#pin.level = isPulse && !this.isUnplugged ? !this.#activeLow : this.#activeLow;
  }
}

export function solder({ pin, activeLow }: PulseCounterSensorConfig, bench: Bench): PulseSource {
  return new PulseSource(bench.pin(pin), bench, activeLow);
}

export function live(source: PulseSource): void {
  source.hz = DESK_HZ;
}
