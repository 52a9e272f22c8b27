import { useLayoutEffect, useReducer } from "preact/hooks";
import type { Store } from "./store";

/** Has a component drawn anew when one of these things changes. */
export function useStore(store: Store, ...keys: string[]): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const drawn = counted(store, keys);
  useLayoutEffect(() => {
    // One for all: it is drawn once, whatever of them changed.
    const listener = (): void => redraw(undefined);
    const endings = keys.map((key) => store.subscribe(key, listener));
    // What changed after it was drawn and before it listens.
    if (counted(store, keys) !== drawn) redraw(undefined);
    return () => endings.forEach((end) => end());
  }, [store, ...keys]);
}

function counted(store: Store, keys: readonly string[]): number {
  return keys.reduce((sum, key) => sum + store.count(key), 0);
}
