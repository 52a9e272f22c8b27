/** Something that happens to the board from outside at a known moment. */
interface Event {
  readonly atUs: number;
  readonly happen: () => void;
}

/**
 * The board's steady clock and what is going to happen on it. It moves only when told to, so a run is the same every time.
 * Whole microseconds, as the engine counts them: sums of milliseconds with fractions would drift.
 */
export class VirtualTime {
  #nowUs = 0;
  #events: Event[] = [];

  /** Microseconds since the simulation began; reboots do not set it back. */
  get nowUs(): number {
    return this.#nowUs;
  }

  get nowMs(): number {
    return this.#nowUs / 1000;
  }

  /** Never goes back. */
  moveTo(us: number): void {
    this.#nowUs = Math.max(this.#nowUs, Math.floor(us));
  }

  /** Lets time pass while the engine is blocked: what happens outside meanwhile happens at its moment. */
  advance(ms: number): void {
    const endUs = this.#nowUs + Math.round(ms * 1000);
    while (this.nextEventUs <= endUs) {
      this.moveTo(this.nextEventUs);
      this.runDue();
    }
    this.moveTo(endUs);
  }

  /** Has `happen` called once the clock is `ms` on. Events of one moment happen in the order of these calls. */
  after(ms: number, happen: () => void): { cancel(): void } {
    const event = { atUs: this.#nowUs + Math.max(0, Math.round(ms * 1000)), happen };
    let at = this.#events.length;
    while (at > 0 && this.#events[at - 1].atUs > event.atUs) at--;
    this.#events.splice(at, 0, event);
    return { cancel: () => void (this.#events = this.#events.filter((other) => other !== event)) };
  }

  get nextEventUs(): number {
    return this.#events[0]?.atUs ?? Infinity;
  }

  /** Lets everything happen that is due; @returns whether anything was. */
  runDue(): boolean {
    let hasRun = false;
    for (let next = this.#events[0]; next !== undefined && next.atUs <= this.#nowUs; next = this.#events[0]) {
      this.#events.shift();
      next.happen();
      hasRun = true;
    }
    return hasRun;
  }
}
