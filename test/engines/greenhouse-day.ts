import { setTimeout } from "node:timers/promises";
import { UserError } from "../../scripts/lib/user-error";
import { runEspruino } from "./espruino-runner";
import { startGreenhouse } from "./greenhouse";

const SPEED = 300;
const HOUR_MS = 3_600_000 / SPEED;
/** The moments at which memory is looked at, in hours since the node was online. */
const HOURS = [0, 1, 6, 12, 24];
/** Of a sensor's readings, the least part that arrives where the clock keeps up; the rest falls into lost connections. */
const LEAST_PART = 0.9;

/**
 * Runs a greenhouse in a real Espruino for a day of its own clock, and tells the variables in use.
 * @throws UserError where the computer was too busy for a clock so fast, so that the run shows nothing
 */
export async function greenhouseDay(executable: string, tell: (what: string) => void): Promise<void> {
  const bare = runEspruino({ executable, bundle: "1;", brokerPort: 1 });
  tell(`variables in use without a bundle: ${await bare.memoryAtBoot()}`);
  await bare.stop();
  const { board, broker, espruino, stop } = await startGreenhouse(executable, SPEED);
  try {
    tell(`variables in use at boot: ${await espruino.memoryAtBoot()}`);
    await espruino.waitForLine(/online/);
    const startedMs = performance.now();
    for (const hour of HOURS) {
      await setTimeout(Math.max(0, startedMs + hour * HOUR_MS - performance.now()));
      tell(`${String(hour).padStart(2)} h connected: ${await espruino.memory()}, ${broker.messages.length} messages`);
    }
    const [sensor] = board.sensors;
    const readings = broker.messages.filter(({ topic }) => topic.endsWith(`/${sensor?.id}/state`)).length;
    const expected = (HOURS.at(-1)! * 3600) / (sensor?.periodSeconds ?? NaN);
    tell(`readings of ${sensor?.id}: ${readings} of ${expected}`);
    if (readings < LEAST_PART * expected) {
      throw new UserError(
        `invalid: the clock did not keep up, and ${expected - readings} readings were not taken; run it on an idle computer`,
      );
    }
  } finally {
    await stop();
  }
}
