/**
 * Tells those who show something that it changed, at most once for each picture that the browser draws. Things go by names such as
 * "value soil"; who shows one is drawn anew alone.
 */
export class Store {
  readonly #later: (tell: () => void) => void;
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #touched = new Set<string>();
  readonly #counts = new Map<string, number>();
  #isDue = false;

  /** @param later Calls once when the browser draws next */
  constructor(later: (tell: () => void) => void) {
    this.#later = later;
  }

  touch(key: string): void {
    this.#touched.add(key);
    this.#counts.set(key, this.count(key) + 1);
    if (this.#isDue) return;
    this.#isDue = true;
    this.#later(() => {
      this.#isDue = false;
      const told = new Set<() => void>();
      for (const each of this.#touched) this.#listeners.get(each)?.forEach((listener) => told.add(listener));
      this.#touched.clear();
      told.forEach((listener) => listener());
    });
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
    };
  }
}
