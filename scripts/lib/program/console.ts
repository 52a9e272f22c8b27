import type { ConsoleLines } from "../../../firmware/app/services/console-lines";
import { topicField } from "../bytes";
import { firmware, variable } from "./code";
import { engine } from "./engine";
import type { Program } from "./program";

const { keepLines, publishLines } =
  firmware<typeof import("../../../firmware/app/services/console-lines")>("app/services/console-lines");
const NAME = "consoleLines";

/** Keeps what is written on the console from the first line on, where the board publishes it. */
export function keepConsole({ board, first }: Program): void {
  if (board.consoles?.mqtt === true) first.define<ConsoleLines>(NAME, keepLines(engine("chip").chip));
}

/** Has the started node publish it, in safe mode as well. */
export function publishConsole({ board, after, node }: Program): void {
  if (board.consoles?.mqtt !== true) return;
  after.run(publishLines(variable<ConsoleLines>(NAME), node, topicField(board.topics.console)));
}
