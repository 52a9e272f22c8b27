import { readFileSync } from "node:fs";
import type { Board } from "../../scripts/lib/board/config";
import { UserError } from "../../scripts/lib/user-error";
import type { TcpBroker } from "../simulator/broker/broker";
import type { RunningBoard } from "../simulator/desk";
import { espruinoProblem, runEspruino } from "./espruino-runner";

/** What analog pins read in the interpreter, which has none: half of full scale. */
const ANALOG_FRACTION = 0.5;

type Start = (config: Board, bundle: string, broker: TcpBroker, print: (line: string) => void) => Promise<RunningBoard>;

/**
 * What runs a built board in the Espruino for Linux that the environment variable ESPRUINO names.
 * @throws UserError when there is none
 */
export function espruinoStarter(): Start {
  const executable = process.env["ESPRUINO"];
  const problem = espruinoProblem(executable);
  if (executable === undefined || problem !== undefined) {
    throw new UserError(problem ?? "ESPRUINO is not set");
  }
  return async (config, bundle, broker, print) => {
    const analog: Record<number, number> = {};
    for (const sensor of config.sensors ?? []) {
      if (sensor.type === "analog") analog[Number(sensor.pin.slice(1))] = ANALOG_FRACTION;
    }
    const espruino = runEspruino({
      executable,
      bundle: readFileSync(bundle, "latin1"),
      brokerPort: broker.port,
      securePort: broker.securePort,
      analog,
      onLine: (line) => {
        const [, pin, value] = /^@pin (\d+) (.*)$/.exec(line) ?? [];
        if (pin !== undefined) print(`[pin] D${pin} ${value}`);
        else if (line !== "" && !line.startsWith("@")) print(`[console] ${line}`);
      },
    });
    return { stop: () => void espruino.stop(), ended: new Promise<never>(() => {}) };
  };
}
