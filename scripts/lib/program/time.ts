import type { Time } from "../../../firmware/app/services/sntp";
import { firmware, later, variable, type Code } from "./code";
import { engine } from "./engine";
import type { Program } from "./program";

const { tellTime } = firmware<typeof import("../../../firmware/app/services/sntp")>("app/services/sntp");

/** The name of what tells the time, of a board whose own program goes by it. */
const NOW = "timeNow";

/** Has the started node know the time, where the board asks for it. */
export function time({ board, after, node, own }: Program): void {
  // A node that sleeps has its own way of it: at each wake, and at once.
  if (board.time === undefined || board.sleep !== undefined) return;
  const told = tellTime(node, engine("datagrams").datagrams, board.time.server);
  if (own?.names("at") === true) after.define(NOW, told);
  else after.run(told);
}

/** What tells the time: undefined while the node does not know it. To be called when the node has started. */
export function timeNow(): Code<() => Time | undefined> {
  return later(variable<() => Time | undefined>(NOW)());
}
