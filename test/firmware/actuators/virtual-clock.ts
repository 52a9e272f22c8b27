import type { Clock, Timer } from "../../../firmware/engine/engine";
import { VirtualTime } from "../../simulator/virtual-time";

/** A clock and a timer in virtual time, for parts that are driven without an engine. */
export class VirtualClock {
  readonly #time = new VirtualTime();
  readonly clock: Clock = { nowMs: () => this.#time.nowMs, every: () => {} };
  readonly timer: Timer = { after: (ms, run) => void this.#time.after(ms, run) };

  get nowMs(): number {
    return this.#time.nowMs;
  }

  /** Whether anything waits for its time. */
  get isQuiet(): boolean {
    return this.#time.nextEventUs === Infinity;
  }

  run(ms: number): void {
    this.#time.advance(ms);
  }
}
