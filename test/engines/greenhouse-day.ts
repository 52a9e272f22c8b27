import { setTimeout } from "node:timers/promises";
import { runEspruino } from "./espruino-runner";
import { startGreenhouse } from "./greenhouse";

const SPEED = 300;
const HOUR_MS = 3_600_000 / SPEED;
/** The moments at which memory is looked at, in hours since the node was online. */
const HOURS = [0, 1, 6, 12, 24];

/** Runs a greenhouse in a real Espruino for a day of its own clock, and tells the variables in use. */
export async function greenhouseDay(executable: string, tell: (what: string) => void): Promise<void> {
  const bare = runEspruino({ executable, bundle: "1;", brokerPort: 1 });
  tell(`variables in use without a bundle: ${await bare.memoryAtBoot()}`);
  await bare.stop();
  const { broker, espruino, stop } = await startGreenhouse(executable, SPEED);
  try {
    tell(`variables in use at boot: ${await espruino.memoryAtBoot()}`);
    await espruino.waitForLine(/online/);
    const startedMs = performance.now();
    for (const hour of HOURS) {
      await setTimeout(Math.max(0, startedMs + hour * HOUR_MS - performance.now()));
      tell(`${String(hour).padStart(2)} h connected: ${await espruino.memory()}, ${broker.messages.length} messages`);
    }
  } finally {
    await stop();
  }
}
