import type { DeskEvent, DeskHappening } from "../../../scripts/lib/desk/protocol";

/** How long a broker has to publish the will of a board that is gone. */
const WILL_MS = 2_000;

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

  /** Resolves when the broker published the board's will, or has had the time to. */
  offline(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        end();
        clearTimeout(deadline);
        resolve();
      };
      const deadline = setTimeout(done, WILL_MS);
      const end = this.onEvent((event) => {
        if (event.type === "message" && event.about === "status" && event.payload === "offline") done();
      });
    });
  }
}
