import type { Journal } from "../../engine/engine";
import { behindLast, CLOCK_BEGAN, DELIVERED, LOST, MET, nextLine, READINGS, textOfLine } from "./journal";
import type { Sleeper } from "./sleeper";

/** So many connecting wakes in a row find no session before it tries at each second one; of twice as many at each fourth one, … */
const PATIENCE = 4;

/** More wakes than any patience. */
const LONG = 100_000;

/**
 * Leaves the radio off at most connecting wakes where there was no session for long, so that the battery outlasts a network that is away
 * for days. How long it was the journal tells by the readings that it holds, and the clock which wakes are left out: nothing is written
 * for it. To be called at boot.
 * @param most It tries at least at each so many-th connecting wake: a power of 2
 */
export function restRadio(sleeper: Sleeper, journal: Journal, most: number): void {
  if (!sleeper.isOffline && sleeper.sleep.wokenBy() === "time") {
    const everySeconds = sleeper.options.everySeconds;
    const connectEvery = sleeper.options.connectEvery;
    const wake = Math.round(sleeper.sleep.clockSeconds() / everySeconds);
    const missed = missedWakes(journal.read(), wake, everySeconds) / connectEvery;
    let each = 1;
    while (each < most && missed >= each * PATIENCE) {
      each *= 2;
    }
    sleeper.isOffline = Math.round(wake / connectEvery) % each !== 0;
  }
}

/** How many wakes ago the first reading was that no session followed. */
function missedWakes(text: string, wake: number, everySeconds: number): number {
  const from = Math.max(behindLast(text, DELIVERED), behindLast(text, MET), behindLast(text, CLOCK_BEGAN));
  const first = nextLine(text, READINGS, from);
  if (first >= text.length) {
    return 0;
  }
  // So long that readings gave way.
  if (nextLine(text, LOST, from) < text.length) {
    return LONG;
  }
  const line = textOfLine(text, first);
  return wake - Math.round(parseInt(line.substring(0, line.indexOf(" "))) / everySeconds);
}
