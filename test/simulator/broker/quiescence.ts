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
  return turnsWithin(mostTurns, () => {
    throw new Error(`the broker is still busy after ${mostTurns} turns of the event loop: messages in a circle?`);
  });
}

/** The same, for a process in which others are busy too: after so many turns it goes on, for they may never end. */
export function nearQuiescence(turns = 1_000): Promise<void> {
  return turnsWithin(turns, () => {});
}

function turnsWithin(most: number, isOver: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let turns = 0;
    const turn = (): void => {
      if (!process.getActiveResourcesInfo().includes("Immediate")) {
        resolve();
      } else if (++turns < most) {
        setImmediate(turn);
      } else {
        try {
          isOver();
          resolve();
        } catch (error) {
          reject(error as Error);
        }
      }
    };
    setImmediate(turn);
  });
}
