import type { RgbActuatorConfig } from "../../../scripts/lib/actuators/rgb";
import type { Pulse, SimulatedPin } from "../pins";
import type { Bench, PartClock } from "./bench";
import { onlyBroken, whileSet, type Levers } from "./lever";

export interface Color {
  red: number;
  green: number;
  blue: number;
}

/** What a pulse's high time may be for a 0 and for a 1, in ns: WS2812B-V5 data sheet, "Data transfer time". */
const ZERO_NS = [220, 380] as const;
const ONE_NS = [580, 1600] as const;
/** How long the line is low between two bits at least, for it to see that. */
const SHORTEST_LOW_NS = 220;
/** How long the line is low before the LEDs show what they took; older parts want 50 µs. */
const RESET_MS = 0.28;

/** A strip of WS2812B: each LED keeps the first 24 bits it gets, green, red and blue, and passes on what follows. */
export class Ws2812 {
  /** What the LEDs show, from the one next to the board on. */
  readonly colors: Color[];
  /** Pulses that were neither a 0 nor a 1. */
  unclear = 0;
  /** How often the LEDs took over new colours. */
  frames = 0;
  /** The fault of a data wire that came off: the LEDs keep what they show. */
  isUnplugged = false;
  /** Called whenever they did. */
  shown: (colors: readonly Color[]) => void = () => {};
  readonly #clock: PartClock;
  #bits: number[] = [];
  #latch: { cancel(): void } | undefined;

  constructor(pin: SimulatedPin, count: number, clock: PartClock) {
    this.colors = Array.from({ length: count }, () => ({ red: 0, green: 0, blue: 0 }));
    this.#clock = clock;
    pin.onPulses((train) => this.#take(train));
  }

  #take(train: readonly Pulse[]): void {
    if (this.isUnplugged) return;
    // Without a pause before it, it goes on with the LED at which it stopped.
    this.#latch?.cancel();
    for (const [i, { highNs, lowNs }] of train.entries()) {
      if (lowNs < SHORTEST_LOW_NS) this.unclear++;
      else if (highNs >= ZERO_NS[0] && highNs <= ZERO_NS[1]) this.#bits.push(0);
      else if (highNs >= ONE_NS[0] && highNs <= ONE_NS[1]) this.#bits.push(1);
      else this.unclear++;
      // Too long between two bits, it is the end of a frame.
      if (lowNs >= RESET_MS * 1e6 && i < train.length - 1) this.#show();
    }
    const endNs = train[train.length - 1]?.lowNs ?? 0;
    this.#latch = this.#clock.after(Math.max(0, RESET_MS - endNs / 1e6), () => this.#show());
  }

  #show(): void {
    const bits = this.#bits;
    this.#bits = [];
    this.frames++;
    const byteAt = (at: number): number => bits.slice(at, at + 8).reduce((byte, bit) => byte * 2 + bit, 0);
    // An LED that did not get all of its bits keeps what it had.
    for (let led = 0; led < this.colors.length && (led + 1) * 24 <= bits.length; led++) {
      const at = led * 24;
      this.colors[led] = { green: byteAt(at), red: byteAt(at + 8), blue: byteAt(at + 16) };
    }
    this.shown(this.colors);
  }
}

export function solder({ pin, count }: RgbActuatorConfig, bench: Bench): Ws2812 {
  return new Ws2812(bench.pin(pin), count, bench);
}

/** Tells its colours as on the web, neighbours of one colour together: "30 × #ff8000". */
export function show(strip: Ws2812, tell: (text: string) => void): void {
  strip.shown = (colors) => tell(described(colors));
}

export function levers(strip: Ws2812): Levers {
  const isOn = (): boolean => strip.colors.some(({ red, green, blue }) => red + green + blue > 0);
  return onlyBroken("strip", isOn, { unplugged: whileSet(strip, "isUnplugged") });
}

function described(colors: readonly Color[]): string {
  const runs: { color: string; count: number }[] = [];
  for (const { red, green, blue } of colors) {
    const color = `#${[red, green, blue].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
    const last = runs[runs.length - 1];
    if (last?.color === color) last.count++;
    else runs.push({ color, count: 1 });
  }
  return runs.map(({ color, count }) => `${count} × ${color}`).join(", ");
}
