import type { Hcsr04SensorConfig } from "../../../scripts/lib/sensors/hcsr04";
import type { SimulatedPin } from "../pins";
import type { Bench, PartClock } from "./bench";
import { told, whileSet, type Levers } from "./lever";

/** The shortest pulse on the trigger that counts. */
const SHORTEST_TRIGGER_MS = 0.01;
/** From the trigger's end to the echo's beginning: eight cycles of 40 kHz, and what the part's controller takes. */
const BURST_MS = 0.45;
/** What is nearer it cannot tell. */
const NEAREST_CM = 2;
/** How far it hears; from farther away nothing comes back. */
const FARTHEST_CM = 400;
/** How long the echo is where nothing reflects. */
const NO_ECHO_MS = 38;

/** An HC-SR04 as its user guide describes it, with the divider that brings its echo of 5 V down to 3.3 V. */
export class HcSr04 {
  /** How far away the nearest thing that reflects is; undefined when nothing is in reach. */
  distanceCm: number | undefined = 120;
  airCelsius = 20;
  /** Whether it has power: without, its echo stays low. */
  isPowered = true;
  /** Whether nothing reflects, however near it is: a curtain, or a wall at an angle. */
  hearsNothing = false;
  readonly #echo: SimulatedPin;
  readonly #clock: PartClock;
  #highSinceMs: number | undefined;
  #isBusy = false;

  constructor(trigger: SimulatedPin, echo: SimulatedPin, clock: PartClock) {
    this.#echo = echo;
    this.#clock = clock;
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
    this.#clock.after(BURST_MS, () => {
      this.#echo.level = true;
      this.#clock.after(this.#echoMs, () => {
        this.#echo.level = false;
        this.#isBusy = false;
      });
    });
  }

  get #echoMs(): number {
    if (this.hearsNothing || this.distanceCm === undefined || this.distanceCm > FARTHEST_CM) return NO_ECHO_MS;
    const soundCmPerMs = 33.13 + 0.0606 * this.airCelsius;
    return (2 * this.distanceCm) / soundCmPerMs;
  }
}

export function solder({ triggerPin, echoPin }: Hcsr04SensorConfig, bench: Bench): HcSr04 {
  return new HcSr04(bench.pin(triggerPin), bench.pin(echoPin), bench);
}

export function levers(part: HcSr04, bench: Bench): Levers {
  return {
    levers: [
      {
        kind: "number",
        quantity: "",
        name: "distance",
        unit: "cm",
        from: NEAREST_CM,
        to: FARTHEST_CM,
        step: 1,
        values: [""],
        swings: { middle: 120, by: 80 },
        follow: told(bench, (cm) => (part.distanceCm = cm)),
      },
    ],
    defects: {
      unplugged: whileSet(part, "isPowered", false),
      "nothing in reach": whileSet(part, "hearsNothing"),
    },
  };
}
