import type { DeskEvent, DeskHappening } from "../../../scripts/lib/desk/protocol";

/** What happens on a desk, for whoever listens. */
export class Stream {
  readonly #nowMs: () => number;
  readonly #listeners = new Set<(event: DeskEvent) => void>();

  /** @param nowMs The desk's clock */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  tell(happening: DeskHappening): void {
    const event: DeskEvent = { atMs: this.#nowMs(), ...happening };
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** @returns ends that */
  onEvent(listener: (event: DeskEvent) => void): () => void {
    // Whoever listens twice is told twice.
    const each = (event: DeskEvent): void => listener(event);
    this.#listeners.add(each);
    return () => this.#listeners.delete(each);
  }
}
