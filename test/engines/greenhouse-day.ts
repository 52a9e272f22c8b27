import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { buildBoard } from "../../scripts/lib/bundle";
import { loadBoard, simulationEnvironment } from "../../scripts/lib/load-board";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { runEspruino } from "./espruino-runner";

const root = resolve(__dirname, "../..");
const SPEED = 300;
const HOUR_MS = 3_600_000 / SPEED;
/** The moments at which memory is looked at, in hours since the node was online. */
const HOURS = [0, 1, 6, 12, 24];

/** Runs a greenhouse in a real Espruino for a day of its own clock, and tells the variables in use. */
export async function greenhouseDay(executable: string, tell: (what: string) => void): Promise<void> {
  const { environment } = simulationEnvironment(root, process.env);
  const { board } = loadBoard("greenhouse", { environment });
  const { bundlePath } = await buildBoard(board, root);
  const broker = new EmbeddedBroker();
  await broker.start();
  const espruino = runEspruino({
    executable,
    bundle: readFileSync(bundlePath, "latin1"),
    brokerPort: broker.port,
    analog: { 34: 0.41, 35: 0.5 },
    speed: SPEED,
  });
  try {
    tell(`variables in use at boot: ${await espruino.memoryAtBoot()}`);
    await espruino.waitForLine(/online/);
    const startedMs = performance.now();
    for (const hour of HOURS) {
      await setTimeout(Math.max(0, startedMs + hour * HOUR_MS - performance.now()));
      tell(`${String(hour).padStart(2)} h connected: ${await espruino.memory()}, ${broker.messages.length} messages`);
    }
  } finally {
    await espruino.stop();
    await broker.stop();
  }
}
