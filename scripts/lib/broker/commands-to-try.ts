import { actuatorOf } from "../actuators/registry";
import type { Board } from "../board/config";
import { typed } from "../cli/mote";
import { shellQuoted } from "../cli/shell";

/** Where a broker listens. */
export interface BrokerAddress {
  host: string;
  port: number;
}

/** What shows all that a board publishes, to be typed in a shell. */
export function watchLine({ topics }: Board, { host, port }: BrokerAddress): string {
  return `mosquitto_sub -h ${host} -p ${port} -v -t ${shellQuoted(`${topics.base}/#`)}`;
}

/**
 * For each actuator a command that it obeys, to be typed in a shell.
 * @param boardName As the person named the board
 */
export function commandLines(board: Board, { host, port }: BrokerAddress, boardName: string): string[] {
  return board.actuators.map((actuator) => {
    const payload = shellQuoted(actuatorOf(actuator).example(actuator));
    // Where commands have to be signed, another program's would be refused.
    return board.commands === undefined
      ? `mosquitto_pub -h ${host} -p ${port} -t ${shellQuoted(actuator.commandTopic)} -m ${payload}`
      : `${typed("command", ["--board", boardName, "--broker", `mqtt://${host}:${port}`])} ${actuator.id} ${payload}`;
  });
}
