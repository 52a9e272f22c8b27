import { useEffect, useReducer } from "preact/hooks";

/**
 * Tells those who show something that it changed, at most once for each picture that the browser draws. Things go by names such as
 * "value soil"; who shows one is drawn anew alone.
 */
export class Store {
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #touched = new Set<string>();
  #isDue = false;

  touch(key: string): void {
    this.#touched.add(key);
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
  useEffect(() => {
    const endings = keys.map((key) => store.subscribe(key, () => redraw(undefined)));
    return () => endings.forEach((end) => end());
  }, [store, ...keys]);
}
