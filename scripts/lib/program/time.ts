import { firmware } from "./code";
import { engine } from "./engine";
import type { Program } from "./program";

const { tellTime } = firmware<typeof import("../../../firmware/app/services/sntp")>("app/services/sntp");

/** Has the started node know the time, where the board asks for it. */
export function time({ board, after, node }: Program): void {
  if (board.time !== undefined) after.run(tellTime(node, engine("datagrams").datagrams, board.time.server));
}
