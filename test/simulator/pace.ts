import type { VirtualTime } from "./virtual-time";

const NETWORK_POLL_MS = 10;

/** How a board's virtual time passes: at once, or beside the wall clock. */
export class Pace {
  readonly #time: VirtualTime;
  readonly #isReal: boolean;
  #wallStartMs: number | undefined;

  constructor(time: VirtualTime, isReal: boolean) {
    this.#time = time;
    this.#isReal = isReal;
  }

  /** Beside the wall clock it may stop earlier, to be called again. */
  async passTo(us: number): Promise<void> {
    if (!this.#isReal) {
      this.#time.moveTo(us);
      return;
    }
    this.#wallStartMs ??= performance.now() - this.#time.nowMs;
    const dueInMs = this.#wallStartMs + us / 1000 - performance.now();
    // In short steps: what arrives from a real network is announced by nobody.
    await new Promise((resolve) => setTimeout(resolve, Math.min(Math.max(dueInMs, 0), NETWORK_POLL_MS)));
    this.#time.moveTo(Math.min(us, (performance.now() - this.#wallStartMs) * 1000));
  }
}
