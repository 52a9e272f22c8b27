/** So many are told for one picture; where more have to be, the next pictures show them. A picture then never takes long. */
const MOST_AT_ONCE = 40;

/**
 * Tells those who show something that it changed, at most once for each picture that the browser draws. Things go by names such as
 * "value soil"; who shows one is drawn anew alone.
 */
export class Store {
  readonly #later: (tell: () => void) => void;
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #waiting = new Set<() => void>();
  readonly #counts = new Map<string, number>();
  #isDue = false;

  /** @param later Calls once when the browser draws next */
  constructor(later: (tell: () => void) => void) {
    this.#later = later;
  }

  touch(key: string): void {
    this.#counts.set(key, this.count(key) + 1);
    this.#listeners.get(key)?.forEach((listener) => this.#waiting.add(listener));
    this.#tellLater();
  }

  /** How often a thing has changed. */
  count(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** @returns ends it */
  subscribe(key: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      this.#waiting.delete(listener);
    };
  }

  #tellLater(): void {
    if (this.#isDue || this.#waiting.size === 0) return;
    this.#isDue = true;
    this.#later(() => {
      this.#isDue = false;
      const told = [...this.#waiting].slice(0, MOST_AT_ONCE);
      told.forEach((listener) => this.#waiting.delete(listener));
      told.forEach((listener) => listener());
      this.#tellLater();
    });
  }
}
