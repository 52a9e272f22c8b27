import { createAlarms, type Alarms } from "../../../firmware/actuators/alarms";
import type { DigitalOutputs } from "../../../firmware/engine/engine";
import { VirtualTime } from "../../simulator/virtual-time";

/**
 * Relays in virtual time. With `interruptIn` set, that many calls into the engine later one is cut off, and with it the callback
 * or command it came from: neither goes on.
 */
export class RelayDesk {
  readonly time = new VirtualTime();
  readonly alarms: Alarms;
  readonly pins: DigitalOutputs;
  /** Levels that were written, by pin. */
  readonly levels = new Map<number, boolean>();
  /** Each change of a pin's level: when, which, and to what. */
  readonly changes: { atMs: number; pin: number; high: boolean }[] = [];
  interruptIn = Infinity;
  /** Has every write to a pin fail, as an engine does that has no such pin. */
  isBroken = false;

  constructor() {
    this.alarms = createAlarms(
      {
        nowMs: () => this.#call(() => this.time.nowMs),
        every: (ms, run) => {
          const again = (): void => {
            this.time.after(ms, again);
            this.attempt(() => run());
          };
          this.time.after(ms, again);
        },
      },
      { after: (ms, run) => this.#call(() => void this.time.after(ms, () => this.attempt(run))) },
    );
    this.pins = {
      write: (pin, high) =>
        this.#call(() => {
          if (this.isBroken) throw new Error("no such pin");
          if (this.levels.get(pin) === high) return;
          this.levels.set(pin, high);
          this.changes.push({ atMs: this.time.nowMs, pin, high });
        }),
    };
  }

  get nowMs(): number {
    return this.time.nowMs;
  }

  run(ms: number): void {
    this.time.advance(ms);
  }

  /** Does something that may be cut off, or fail. */
  attempt(what: () => void): void {
    try {
      what();
    } catch {
      // As the engine: printed, and forgotten.
    }
  }

  #call<T>(answer: () => T): T {
    if (--this.interruptIn === 0) {
      this.interruptIn = Infinity;
      throw new Error("interrupted");
    }
    return answer();
  }
}
