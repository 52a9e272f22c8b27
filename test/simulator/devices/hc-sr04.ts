import type { SimulatedPin } from "../pins";

/** The shortest pulse on the trigger that counts. */
const SHORTEST_TRIGGER_MS = 0.01;
/** From the trigger's end to the echo's beginning: eight cycles of 40 kHz, and what the part's controller takes. */
const BURST_MS = 0.45;
/** How far it hears; from farther away nothing comes back. */
const FARTHEST_CM = 400;
/** How long the echo is where nothing reflects. */
const NO_ECHO_MS = 38;

/** Schedules something on the virtual clock. */
type After = (ms: number, happen: () => void) => void;

/** An HC-SR04 as its user guide describes it, with the divider that brings its echo of 5 V down to 3.3 V. */
export class HcSr04 {
  /** How far away the nearest thing that reflects is; undefined when nothing is in reach. */
  distanceCm: number | undefined;
  airCelsius = 20;
  /** Whether it has power: without, its echo stays low. */
  isPowered = true;
  readonly #echo: SimulatedPin;
  readonly #after: After;
  #highSinceMs: number | undefined;
  #isBusy = false;

  constructor(trigger: SimulatedPin, echo: SimulatedPin, after: After, distanceCm?: number) {
    this.distanceCm = distanceCm;
    this.#echo = echo;
    this.#after = after;
    echo.level = false;
    trigger.onOutput(({ level, atMs }) => this.#triggered(level, atMs));
  }

  #triggered(high: boolean, atMs: number): void {
    if (high) {
      this.#highSinceMs ??= atMs;
      return;
    }
    const isLongEnough = this.#highSinceMs !== undefined && atMs - this.#highSinceMs >= SHORTEST_TRIGGER_MS;
    this.#highSinceMs = undefined;
    if (!isLongEnough || this.#isBusy || !this.isPowered) return;
    this.#isBusy = true;
    this.#after(BURST_MS, () => {
      this.#echo.level = true;
      this.#after(this.#echoMs, () => {
        this.#echo.level = false;
        this.#isBusy = false;
      });
    });
  }

  get #echoMs(): number {
    if (this.distanceCm === undefined || this.distanceCm > FARTHEST_CM) return NO_ECHO_MS;
    const soundCmPerMs = 33.13 + 0.0606 * this.airCelsius;
    return (2 * this.distanceCm) / soundCmPerMs;
  }
}
