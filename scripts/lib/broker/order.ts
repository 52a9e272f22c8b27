import type { Board } from "../board/config";
import { actuatorOf } from "../actuators/registry";
import { typed } from "../cli/mote";
import { UserError } from "../user-error";

/** The word that finds a board's restart actuator, whatever its id. */
const RESTART = "restart";

/** What is asked of a board. */
export interface Asked {
  id: string;
  command: string;
  /** Whether it starts anew because of it. */
  isRestart: boolean;
}

/**
 * What a person asks of a board with an actuator's id and a command. What is only ever pressed needs none, and the word `restart` alone finds
 * the actuator of that type.
 * @throws UserError where a command is missing, or the board has no such actuator
 */
export function orderOf(board: Board, id: string, command: string | undefined): Asked {
  const named = board.actuators.find((each) => each.id === id);
  const meant =
    named ??
    (id === RESTART && command === undefined ? board.actuators.find(({ type }) => type === RESTART) : undefined);
  const isRestart = meant?.type === RESTART;
  if (command !== undefined) return { id, command, isRestart };
  if (meant === undefined) {
    if (id !== RESTART) throw new UserError(`a command is missing: ${typed("command", ["ID", "COMMAND"])}`);
    throw new UserError(
      `${board.name} has no actuator that restarts it: add { "id": "restart", "type": "restart" } to "actuators" in its ` +
        `board file, and flash it once more, with ${typed("flash", ["--board", board.name])}`,
    );
  }
  const control = actuatorOf(meant).control(meant, board);
  if (control.kind !== "press") {
    throw new UserError(`${id} has more than one command: say which, such as ${actuatorOf(meant).example(meant)}`);
  }
  return { id: meant.id, command: control.payload, isRestart };
}
