import { readFileSync } from "node:fs";
import { keepLast } from "./bounded";
import { parseTrace } from "./trace";
import type { VirtualTime } from "./virtual-time";

export type Pull = "up" | "down" | "none";

/** One change of what the board drives a pin with. */
export interface PinChange {
  readonly pin: number;
  readonly atMs: number;
  /** High or low; for a square wave, whether it is ever high. */
  readonly level: boolean;
  /** The part of each period that the pin is high, 0 … 1. */
  readonly duty: number;
  /** 0 where the level is steady. */
  readonly hz: number;
}

/** A pulse that is too short for the board's clock: high, then low. */
export interface Pulse {
  readonly highNs: number;
  readonly lowNs: number;
}

/** How often a waveform is looked at for edges, in ms. Reading the pin takes the exact value. */
const WAVEFORM_STEP_MS = 10;
const SUPPLY_VOLTS = 3.3;
/** Where an input of the ESP32 turns, halfway between its guaranteed thresholds of 0.25 and 0.75 of the supply. */
const THRESHOLD_VOLTS = SUPPLY_VOLTS / 2;

export interface PinSettings {
  /** Called with each change of the output. */
  reported?: (change: PinChange) => void;
  /** A resistor on the board, which holds the pin where nothing else does. */
  strap?: "up" | "down";
  /** How many changes of the output are kept at least; all when left out. */
  keeps?: number;
}

/** One pin, seen electrically: what the board does to it, and what the world does. */
export class SimulatedPin {
  /** The changes of the output, oldest first. */
  readonly changes: PinChange[] = [];
  readonly number: number;
  readonly #time: VirtualTime;
  readonly #reported: (change: PinChange) => void;
  readonly #edges = new Set<(level: boolean) => void>();
  readonly #followers = new Set<(change: PinChange) => void>();
  readonly #receivers = new Set<(train: readonly Pulse[]) => void>();
  #pull: Pull = "none";
  #output: { duty: number; hz: number } | undefined;
  #source: ((ms: number) => number) | undefined;
  #isWaveform = false;
  #lastInput = false;
  #sampling: { cancel(): void } | undefined;
  readonly #noise: (pin: number, reading: number) => number;
  readonly #strap: "up" | "down" | undefined;
  readonly #keeps: number;
  #readings = 0;

  /** @param noise the voltage of a pin that nothing holds, at one of its readings */
  constructor(
    number: number,
    time: VirtualTime,
    noise: (pin: number, reading: number) => number,
    { reported = () => {}, strap, keeps = Infinity }: PinSettings = {},
  ) {
    this.#strap = strap;
    this.#keeps = keeps;
    this.#noise = noise;
    this.number = number;
    this.#time = time;
    this.#reported = reported;
    this.reset();
  }

  /** As after a reset of the chip: an input without pull. What drives the pin from outside stays. */
  reset(): void {
    this.#edges.clear();
    this.#readings = 0;
    this.input("none");
  }

  get isOutput(): boolean {
    return this.#output !== undefined;
  }

  get pull(): Pull {
    return this.#pull;
  }

  get duty(): number {
    return this.#output?.duty ?? 0;
  }

  get hz(): number {
    return this.#output?.hz ?? 0;
  }

  /** What a meter on the pin shows: the driven level, the source's, or the pull's. A pin left open has noise. */
  get volts(): number {
    if (this.#output !== undefined) return this.#output.duty * SUPPLY_VOLTS;
    if (this.#source !== undefined) return this.#source(this.#time.nowMs);
    // A resistor on the board is stronger than one in the chip.
    const pull = this.#strap ?? this.#pull;
    if (pull === "none") return this.#noise(this.number, this.#readings);
    return pull === "up" ? SUPPLY_VOLTS : 0;
  }

  /** How often the converter has seen the pin since the last reset. */
  get readings(): number {
    return this.#readings;
  }

  /** For the engine: what the converter sees. Noise differs from reading to reading. */
  sample(): number {
    this.#readings++;
    return this.volts;
  }

  /** Drives the pin from outside from now on. */
  set volts(volts: number) {
    this.#drive(() => volts);
  }

  get level(): boolean {
    return this.volts > THRESHOLD_VOLTS || (this.#output !== undefined && this.#output.hz > 0 && this.#output.duty > 0);
  }

  set level(high: boolean) {
    this.volts = high ? SUPPLY_VOLTS : 0;
  }

  /** Drives the pin with a voltage that depends on the time in ms since this call. Edges are found to within 10 ms. */
  waveform(volts: (ms: number) => number): void {
    const startMs = this.#time.nowMs;
    this.#drive((ms) => volts(ms - startMs), true);
  }

  /** Drives the pin with a recording: lines of `seconds,volts`, straight lines between them, the last value held. */
  trace(csvPath: string): void {
    this.waveform(parseTrace(readFileSync(csvPath, "utf8"), csvPath));
  }

  /** Takes away what drives the pin from outside. */
  release(): void {
    this.#drive(undefined);
  }

  /** Takes off what is soldered to the pin. */
  unsolder(): void {
    this.#followers.clear();
    this.#receivers.clear();
    this.release();
  }

  /** For the engine: makes the pin an input. */
  input(pull: Pull): void {
    const wasOutput = this.isOutput;
    this.#output = undefined;
    this.#pull = pull;
    if (wasOutput) this.#tell({ pin: this.number, atMs: this.#time.nowMs, level: false, duty: 0, hz: 0 });
    this.#checkEdge();
  }

  /** For the engine: drives the pin; a steady level has `hz` 0. */
  output(duty: number, hz: number): void {
    const before = this.#output;
    if (before !== undefined && before.duty === duty && before.hz === hz) return;
    this.#output = { duty, hz };
    const change = { pin: this.number, atMs: this.#time.nowMs, level: this.level, duty, hz };
    keepLast(this.changes, change, this.#keeps);
    this.#reported(change);
    this.#tell(change);
    this.#checkEdge();
  }

  #tell(change: PinChange): void {
    for (const follow of this.#followers) follow(change);
  }

  /**
   * For what is soldered to the pin, over reboots too: calls `changed` with each change of what the board drives it with. That it
   * drives it no more is told as low; isOutput tells the two apart.
   */
  onOutput(changed: (change: PinChange) => void): void {
    this.#followers.add(changed);
  }

  /** For the engine: has sent pulses, of which the last one's low is over now. */
  pulses(train: readonly Pulse[]): void {
    for (const receive of this.#receivers) receive(train);
  }

  /** For what is soldered to the pin, over reboots too: calls `receive` with each train of pulses when it was sent. */
  onPulses(receive: (train: readonly Pulse[]) => void): void {
    this.#receivers.add(receive);
  }

  /** For the engine: calls `changed` at every edge until the returned function is called. */
  onEdge(changed: (level: boolean) => void): () => void {
    this.#lastInput = this.level;
    this.#edges.add(changed);
    this.#sample();
    return () => this.#edges.delete(changed);
  }

  /** Looks for edges of a waveform for as long as somebody watches the pin. */
  #sample(): void {
    if (this.#sampling !== undefined || !this.#isWaveform || this.#edges.size === 0) return;
    this.#sampling = this.#time.after(WAVEFORM_STEP_MS, () => {
      this.#sampling = undefined;
      this.#checkEdge();
      this.#sample();
    });
  }

  #drive(source: ((ms: number) => number) | undefined, isWaveform = false): void {
    this.#source = source;
    this.#isWaveform = isWaveform;
    this.#checkEdge();
    this.#sample();
  }

  #checkEdge(): void {
    const level = this.level;
    if (level === this.#lastInput) return;
    this.#lastInput = level;
    for (const changed of [...this.#edges]) changed(level);
  }
}
