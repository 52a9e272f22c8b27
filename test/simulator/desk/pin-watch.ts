import type { DeskHappening } from "../../../scripts/lib/desk/protocol";
import type { PinChange } from "../pins";

export type PinEvent = Extract<DeskHappening, { type: "pin" }>;

/** Of each pin so many changes are told at once, and then so many a second of the wall clock: nobody sees more. */
const AT_ONCE = 10;
const PER_SECOND = 10;

interface Watched {
  pin: number;
  /** How many changes may be told now. */
  allowance: number;
  sinceMs: number;
  last: PinEvent;
  isTold: boolean;
}

/** Tells of a board's outputs as fast as a person can see it; the last change of each is never left out. */
export class PinWatch {
  readonly #nowMs: () => number;
  readonly #tell: (event: PinEvent) => void;
  readonly #nameOf: (pin: string) => string;
  readonly #pins = new Map<string, Watched>();

  /** @param nowMs The wall's clock @param nameOf What a pin of the chip is called */
  constructor(nowMs: () => number, tell: (event: PinEvent) => void, nameOf: (pin: string) => string = (pin) => pin) {
    this.#nowMs = nowMs;
    this.#tell = tell;
    this.#nameOf = nameOf;
  }

  changed({ pin, level, duty, hz }: Pick<PinChange, "pin" | "level" | "duty" | "hz">): void {
    const name = this.#nameOf(`D${pin}`);
    const before = this.#pins.get(name);
    const skipped = before === undefined || before.isTold ? 0 : before.last.skipped + 1;
    const watched: Watched = before ?? {
      pin,
      allowance: AT_ONCE,
      sinceMs: this.#nowMs(),
      last: noEvent(name),
      isTold: true,
    };
    watched.last = { type: "pin", pin: name, level, duty, hz, skipped };
    watched.isTold = false;
    this.#pins.set(name, watched);
    this.#tellIfAllowed(watched);
  }

  /** The board drives nothing any more. */
  released(): void {
    for (const { pin, last } of this.#pins.values()) {
      if (last.level || last.hz > 0) this.changed({ pin, level: false, duty: 0, hz: 0 });
    }
  }

  /** Tells what was left out and is the last one. Called over and over. */
  tellLate(): void {
    for (const watched of this.#pins.values()) if (!watched.isTold) this.#tellIfAllowed(watched);
  }

  /** Where each stands. */
  standing(): PinEvent[] {
    return [...this.#pins.values()].map(({ last }) => ({ ...last, skipped: 0 }));
  }

  #tellIfAllowed(watched: Watched): void {
    const nowMs = this.#nowMs();
    const earned = ((nowMs - watched.sinceMs) / 1000) * PER_SECOND;
    watched.allowance = Math.min(AT_ONCE, watched.allowance + earned);
    watched.sinceMs = nowMs;
    if (watched.allowance < 1) return;
    watched.allowance--;
    watched.isTold = true;
    this.#tell(watched.last);
  }
}

function noEvent(pin: string): PinEvent {
  return { type: "pin", pin, level: false, duty: 0, hz: 0, skipped: 0 };
}
