import type { Board } from "../../scripts/lib/board/config";
import { SimulatedBoard } from "./board";
import type { TcpBroker } from "./broker/broker";
import { SimulatedNetwork } from "./network/simulated";

/** A board that runs on the desk in real time. */
export interface RunningBoard {
  /** Cuts the power; the broker sees the connection break. May be called twice. */
  stop(): void;
  /** Rejects when the board cannot go on. */
  ended: Promise<never>;
}

/** Runs a built board on the model of the engine, and prints what it says and drives. */
export function startSimulated(
  config: Board,
  bundle: string,
  broker: TcpBroker,
  print: (line: string) => void,
): Promise<RunningBoard> {
  const network = new SimulatedNetwork();
  // Whatever address the board file names leads to the broker on the desk.
  network.route("*", broker.target);
  const board = new SimulatedBoard({
    engine: config.engine,
    chip: config.chip,
    bundle,
    network,
    realTime: true,
    onConsole: (line) => print(`[console] ${line}`),
    onPinChange: ({ pin, level, duty, hz }) =>
      print(`[pin] D${pin} ${hz > 0 ? `${Math.round(duty * 100)} % at ${hz} Hz` : level ? "high" : "low"}`),
  });
  board.solder(config).live((id, line) => print(`[${id}] ${line}`));
  board.boot();
  const ended = board.run(Number.MAX_SAFE_INTEGER / 1e6).then(() => new Promise<never>(() => {}));
  return Promise.resolve({
    stop: () => {
      board.stop();
      network.close();
    },
    ended,
  });
}
