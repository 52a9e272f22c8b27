/** A conversation that is still going on after this many turns of the event loop never ends. */
const mostTurns = 100_000;

/**
 * Resolves once nothing in this process has work left that needs no outside event: every chain of promises, ticks and
 * immediates has run to its end.
 *
 * That is certain, not likely: an immediate's callback runs after all ticks and promises before it have been dealt with,
 * so when no other immediate is pending at that moment, whatever remains waits for a timer or for input and output.
 */
export function quiescence(): Promise<void> {
  return new Promise((resolve, reject) => {
    let turns = 0;
    const turn = (): void => {
      if (!process.getActiveResourcesInfo().includes("Immediate")) {
        resolve();
      } else if (++turns < mostTurns) {
        setImmediate(turn);
      } else {
        reject(new Error(`the broker is still busy after ${mostTurns} turns of the event loop: messages in a circle?`));
      }
    };
    setImmediate(turn);
  });
}
