import type { CoverActuatorConfig } from "../../../scripts/lib/actuators/cover";
import type { Bench, PartClock } from "./bench";
import { Relay } from "./switch";
import { onlyBroken, type Levers } from "./lever";

/** What the board file says of a cover's relays, and of its ways. */
type CoverFacts = Pick<CoverActuatorConfig, "openPin" | "closePin" | "activeLow" | "openSeconds" | "closeSeconds">;

/** A shutter whose motor two relays turn either way, and which stops at its ends by itself. */
export class Shutter {
  /** How often both relays came to be on at once, which is what burns such a motor. */
  timesBothOn = 0;
  /** Called when its motor got or lost power, for who looks at it. */
  shown: () => void = () => {};
  readonly opener: Relay;
  readonly closer: Relay;
  readonly #facts: CoverFacts;
  readonly #clock: PartClock;
  #position: number;
  #isJammed = false;
  /** How much of the way it makes in a ms, upwards; 0 at rest. */
  #perMs = 0;
  #sinceMs = 0;

  /** @param position where it stands before anybody moves it */
  constructor(facts: CoverFacts, bench: Bench, position = 40) {
    const { openPin, closePin, activeLow } = facts;
    this.#facts = facts;
    this.#clock = bench;
    this.#position = position;
    this.opener = new Relay(bench.pin(openPin), activeLow, () => this.#switched());
    this.closer = new Relay(bench.pin(closePin), activeLow, () => this.#switched());
  }

  /** Where it is: 0 (closed) … 100 (open). */
  get position(): number {
    const way = this.#isJammed ? 0 : (this.#clock.nowMs - this.#sinceMs) * this.#perMs;
    return Math.min(100, Math.max(0, this.#position + way));
  }

  /** Has it be somewhere, as when it was turned by hand. */
  set position(position: number) {
    this.#position = position;
    this.#sinceMs = this.#clock.nowMs;
  }

  /** The fault of a shutter that is frozen to its frame: its motor does not move it. */
  set isJammed(isJammed: boolean) {
    this.position = this.position;
    this.#isJammed = isJammed;
  }

  /** Whether its motor has power, also where it stands at an end. */
  get hasPower(): boolean {
    return this.opener.isOn || this.closer.isOn;
  }

  #switched(): void {
    this.position = this.position;
    const [opens, closes] = [this.opener.isOn, this.closer.isOn];
    if (opens && closes) this.timesBothOn++;
    const { openSeconds, closeSeconds } = this.#facts;
    this.#perMs = opens === closes ? 0 : opens ? 0.1 / openSeconds : -0.1 / closeSeconds;
    this.shown();
  }
}

export function solder(config: CoverActuatorConfig, bench: Bench): Shutter {
  return new Shutter(config, bench);
}

export function levers(shutter: Shutter): Levers {
  const jammed = { begin: () => void (shutter.isJammed = true), end: () => void (shutter.isJammed = false) };
  return onlyBroken("motor", () => shutter.hasPower, { jammed });
}

export function show(shutter: Shutter, tell: (text: string) => void): void {
  shutter.shown = () => {
    const way = shutter.opener.isOn ? "opening" : shutter.closer.isOn ? "closing" : "standing";
    tell(`${way}, ${Math.round(shutter.position)} % open`);
  };
}
