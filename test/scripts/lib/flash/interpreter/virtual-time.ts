/**
 * Runs something with time that jumps to the next timer whenever nothing else is left to do: esptool-js and what is built on
 * it wait for the clock in many places. Nothing but timers, the date and promises may be at work in it.
 */
export async function inVirtualTime<T>(run: () => Promise<T>): Promise<T> {
  const real = { setTimeout, clearTimeout, now: Date.now };
  const timers = new Map<number, { at: number; fire: () => void }>();
  let nowMs = 1_000_000;
  let last = 0;
  const fake = (fire: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): number => {
    timers.set(++last, { at: nowMs + ms, fire: () => fire(...args) });
    return last;
  };
  Object.assign(globalThis, { setTimeout: fake, clearTimeout: (id: number) => timers.delete(id) });
  Date.now = () => nowMs;
  try {
    let isDone = false;
    const result = run().finally(() => (isDone = true));
    result.catch(() => {});
    while (!isDone) {
      for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
      const [next] = [...timers].sort(([, a], [, b]) => a.at - b.at);
      if (isDone || next === undefined) continue;
      timers.delete(next[0]);
      nowMs = Math.max(nowMs, next[1].at);
      next[1].fire();
    }
    return await result;
  } finally {
    Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout });
    Date.now = real.now;
  }
}
