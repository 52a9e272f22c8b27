import { useLayoutEffect, useReducer } from "preact/hooks";

/**
 * Tells those who show something that it changed, at most once for each picture that the browser draws. Things go by names such as
 * "value soil"; who shows one is drawn anew alone.
 */
export class Store {
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #touched = new Set<string>();
  readonly #counts = new Map<string, number>();
  #isDue = false;

  touch(key: string): void {
    this.#touched.add(key);
    this.#counts.set(key, this.count(key) + 1);
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
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

/** Has a component drawn anew when one of these things changes. */
export function useStore(store: Store, ...keys: string[]): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const drawn = counted(store, keys);
  useLayoutEffect(() => {
    const endings = keys.map((key) => store.subscribe(key, () => redraw(undefined)));
    // What changed after it was drawn and before it listens.
    if (counted(store, keys) !== drawn) redraw(undefined);
    return () => endings.forEach((end) => end());
  }, [store, ...keys]);
}

function counted(store: Store, keys: readonly string[]): number {
  return keys.reduce((sum, key) => sum + store.count(key), 0);
}
