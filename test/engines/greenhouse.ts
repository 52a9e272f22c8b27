import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Board } from "../../scripts/lib/board/config";
import { buildBoard } from "../../scripts/lib/build/build";
import { loadBoard, simulationEnvironment } from "../../scripts/lib/board/load";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { runEspruino, type EspruinoProcess } from "./espruino-runner";

const root = resolve(__dirname, "../..");

/** The greenhouse of boards/, built and running in a real Espruino, with a broker. */
export interface Greenhouse {
  board: Board;
  broker: EmbeddedBroker;
  espruino: EspruinoProcess;
  stop(): Promise<void>;
}

/** @param speed How many seconds pass for the node in one of ours. */
export async function startGreenhouse(executable: string, speed = 1): Promise<Greenhouse> {
  const { environment } = simulationEnvironment(root, process.env);
  const { board } = loadBoard("greenhouse", { environment });
  const { bundlePath, secrets } = await buildBoard(board, root);
  const broker = new EmbeddedBroker();
  await broker.start();
  let espruino: EspruinoProcess;
  try {
    espruino = runEspruino({
      executable,
      bundle: readFileSync(bundlePath, "latin1"),
      secrets,
      brokerPort: broker.port,
      analog: { 34: 0.41, 35: 0.5 },
      speed,
    });
  } catch (error) {
    await broker.stop();
    throw error;
  }
  return {
    board,
    broker,
    espruino,
    stop: async () => {
      await espruino.stop();
      await broker.stop();
    },
  };
}
