import type { PulseCounterSensorConfig } from "../../../scripts/lib/sensors/pulse-counter";
import type { SimulatedPin } from "../pins";
import type { Bench, PartClock } from "./bench";
import { told, whileSet, type Levers } from "./lever";

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
  /** How far it was from one pulse to the next, 0 … 1, and when. */
  #way = { part: 0, atMs: 0 };

  constructor(pin: SimulatedPin, clock: PartClock, activeLow = true) {
    this.#pin = pin;
    this.#clock = clock;
    this.#activeLow = activeLow;
    this.#turn(false);
  }

  /** Pulses a second; the next one comes one period from now. */
  set hz(hz: number) {
    this.#way = { part: 0, atMs: this.#clock.nowMs };
    this.#await(hz);
  }

  /** As a meter that goes faster or slower: the next pulse comes when the rest of its period is over. */
  changeTo(hz: number): void {
    if (hz === this.#hz) return;
    const { nowMs } = this.#clock;
    this.#way = { part: Math.min(1, this.#way.part + ((nowMs - this.#way.atMs) / 1000) * this.#hz), atMs: nowMs };
    this.#await(hz);
  }

  get hz(): number {
    return this.#hz;
  }

  #await(hz: number): void {
    this.#hz = hz;
    this.#next?.cancel();
    if (hz > 0) this.#next = this.#clock.after((1000 * (1 - this.#way.part)) / hz, () => this.#pulse());
  }

  #pulse(): void {
    this.given++;
    this.#way = { part: 0, atMs: this.#clock.nowMs };
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

/** At 1,000 pulses a kilowatt-hour 4 kW. */
const USUAL_HZ = { middle: 1 / 1.8, by: 1 / 3.6 };
const FASTEST_HZ = 200;

export function levers(source: PulseSource, bench: Bench, { debounceMs }: PulseCounterSensorConfig): Levers {
  // A pulse, and the pause behind it, have to last as long as the board file says: twice that is sure to.
  const to = debounceMs === 0 ? FASTEST_HZ : Math.min(FASTEST_HZ, 250 / debounceMs);
  return {
    levers: [
      {
        kind: "number",
        quantity: "",
        name: "pulses",
        unit: "pulses/s",
        from: 0,
        to,
        step: 0.01,
        values: ["rate", "total"],
        swings: { middle: Math.min(USUAL_HZ.middle, to / 2), by: Math.min(USUAL_HZ.by, to / 4) },
        follow: told(bench, (hz) => source.changeTo(hz)),
      },
    ],
    defects: { unplugged: whileSet(source, "isUnplugged") },
  };
}
