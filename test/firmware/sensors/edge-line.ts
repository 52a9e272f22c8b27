import type { EdgeInputs } from "../../../firmware/engine/engine";

/** An input whose edges a test makes. */
export class EdgeLine implements EdgeInputs {
  /** What the driver asked for. */
  asked: unknown[] = [];
  #changed: (high: boolean, atSeconds: number) => void = () => {};
  #edge = "";

  watch: EdgeInputs["watch"] = (pin, pull, edge, changed) => {
    this.asked = [pin, pull, edge];
    this.#edge = edge;
    this.#changed = changed;
  };

  edge(high: boolean, atSeconds: number): void {
    if (this.#edge === "both" || this.#edge === (high ? "rising" : "falling")) this.#changed(high, atSeconds);
  }

  /** A pulse: to the level, and back. */
  pulse(high: boolean, atSeconds: number, seconds: number): void {
    this.edge(high, atSeconds);
    this.edge(!high, atSeconds + seconds);
  }
}
