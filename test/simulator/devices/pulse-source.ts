import type { SimulatedPin } from "../pins";

/** Schedules something on the virtual clock; what it gives takes it back. */
type After = (ms: number, happen: () => void) => { cancel(): void };

export interface PulseSourceOptions {
  /** How long a pulse is; at high rates at most half of the time between two. */
  pulseMs?: number;
  /** How often the contact opens and closes again within the first 2 ms of a pulse, and after its end. */
  bounces?: number;
}

/** The pulse output of a meter: a contact, or a transistor, that pulls the pin to ground. */
export class PulseSource {
  /** Pulses that have begun. */
  given = 0;
  readonly #pin: SimulatedPin;
  readonly #after: After;
  readonly #pulseMs: number;
  readonly #bounces: number;
  #hz = 0;
  #next: { cancel(): void } | undefined;

  constructor(pin: SimulatedPin, after: After, { pulseMs = 30, bounces = 0 }: PulseSourceOptions = {}) {
    this.#pin = pin;
    this.#after = after;
    this.#pulseMs = pulseMs;
    this.#bounces = bounces;
    pin.level = true;
  }

  /** Pulses a second; the next one comes one period from now. */
  set hz(hz: number) {
    this.#hz = hz;
    this.#next?.cancel();
    if (hz > 0) this.#next = this.#after(1000 / hz, () => this.#pulse());
  }

  get hz(): number {
    return this.#hz;
  }

  #pulse(): void {
    this.given++;
    this.#close();
    this.#after(Math.min(this.#pulseMs, 500 / this.#hz), () => this.#open());
    this.#next = this.#after(1000 / this.#hz, () => this.#pulse());
  }

  #close(): void {
    this.#pin.level = false;
    for (let i = 0; i < this.#bounces; i++) {
      this.#after(0.2 + i * 0.3, () => (this.#pin.level = true));
      this.#after(0.3 + i * 0.3, () => (this.#pin.level = false));
    }
  }

  #open(): void {
    this.#pin.level = true;
    for (let i = 0; i < this.#bounces; i++) {
      this.#after(0.2 + i * 0.3, () => (this.#pin.level = false));
      this.#after(0.3 + i * 0.3, () => (this.#pin.level = true));
    }
  }
}
