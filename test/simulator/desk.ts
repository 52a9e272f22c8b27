import type { Board } from "../../scripts/lib/board/config";
import { SimulatedBoard } from "./board";
import type { TcpBroker } from "./broker/broker";
import { Ws2812, type Color } from "./devices/ws2812";
import { SimulatedNetwork } from "./network/simulated";
import { pinNumber } from "./pin-number";
import { surround } from "./surroundings";

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
  surround(config, board);
  for (const actuator of config.actuators ?? []) {
    if (actuator.type === "rgb") {
      const show = (colors: readonly Color[]): void => print(`[strip] ${actuator.pin} ${described(colors)}`);
      new Ws2812(board.pin(pinNumber(actuator.pin)), actuator.count, (ms, run) => board.after(ms, run), show);
    }
  }
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

/** Colours as on the web, neighbours of one colour together: "30 × #ff8000". */
function described(colors: readonly Color[]): string {
  const runs: { color: string; count: number }[] = [];
  for (const { red, green, blue } of colors) {
    const color = `#${[red, green, blue].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
    const last = runs[runs.length - 1];
    if (last?.color === color) last.count++;
    else runs.push({ color, count: 1 });
  }
  return runs.map(({ color, count }) => `${count} × ${color}`).join(", ");
}
