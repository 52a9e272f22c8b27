import type { History } from "../../../firmware/app/sleep/history";
import type { Sleeper } from "../../../firmware/app/sleep/sleeper";
import { keepsHistory } from "../board/sleeper";
import type { Channel } from "../sensors/channel";
import { firmware, variable } from "./code";
import type { Program } from "./program";
import type { Step } from "./step";

const { awaitReading } = firmware<typeof import("../../../firmware/app/sleep/sleeper")>("app/sleep/sleeper");
const { keepReading } = firmware<typeof import("../../../firmware/app/sleep/history")>("app/sleep/history");

/** What each value passes on a board that sleeps. */
export function sleepSteps({ board, whole, keptIds }: Program, { id, kind }: Channel): Step[] {
  if (board.sleep === undefined || kind === "event") return [];
  const sleeper = variable<Sleeper>("sleeper");
  if (!keepsHistory(board)) return [(way) => whole.run(awaitReading(sleeper, way))];
  return [(way) => whole.run(keepReading(sleeper, variable<History>("history"), way, keptIds.indexOf(id)))];
}
