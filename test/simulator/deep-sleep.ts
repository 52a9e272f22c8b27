import type { Pull, SimulatedPin } from "./pins";
import type { VirtualTime } from "./virtual-time";

/** What is to end a deep sleep: a time, the level of one of these pins, or either. */
export interface WakeUp {
  readonly us?: number;
  readonly pins?: readonly WakePin[];
}

export interface WakePin {
  readonly pin: SimulatedPin;
  readonly high: boolean;
  /** What pulls it while the chip sleeps. */
  readonly pull: Pull;
}

/** By its number, the pin that had its level. */
export type WokenBy = "time" | number;

/** A chip in deep sleep: nothing of it runs but what waits to wake it. */
export class DeepSleep {
  readonly #ends: (() => void)[] = [];

  /** @param wake Called once, with what woke it; the moment that a pin has its level already is this one. */
  constructor(time: VirtualTime, { us, pins = [] }: WakeUp, wake: (by: WokenBy) => void) {
    const end = (by: WokenBy): void => {
      this.end();
      wake(by);
    };
    if (us !== undefined) this.#after(time, us / 1000, () => end("time"));
    for (const each of pins) {
      const { pin, high, pull } = each;
      pin.input(pull);
      if (pin.level === high) this.#after(time, 0, () => end(pin.number));
      this.#ends.push(pin.onEdge((level) => void (level === high && end(pin.number))));
    }
  }

  #after(time: VirtualTime, ms: number, happen: () => void): void {
    const event = time.after(ms, happen);
    this.#ends.push(() => event.cancel());
  }

  /** Nothing wakes it any more. */
  end(): void {
    for (const each of this.#ends.splice(0)) each();
  }
}
