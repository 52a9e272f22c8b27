/**
 * Calls of the network's stack are not the engine's own: what a listener throws there, nobody catches, and the chip hangs until a
 * watchdog resets it. So each is called in a way that catches, and the error goes where errors of other callbacks go.
 */
export function guarded<A extends unknown[]>(listener: (...args: A) => void): (...args: A) => void {
  return (...args: A) => {
    const [isFine, problem] = pcall(listener, ...args);
    if (!isFine) {
      // Where too many wait already, those are told.
      pcall(node.task.post, () => error(problem, 0));
    }
  };
}
