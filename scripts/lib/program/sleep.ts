import type { Sleeper } from "../../../firmware/app/sleep/sleeper";
import { firmware, joined, later, member, value, variable, verbatim, type Code } from "./code";
import { engine } from "./engine";
import type { Program } from "./program";
import type { Step } from "./step";
import { ms } from "./units";

const driver = firmware<typeof import("../../../firmware/app/sleep/sleeper")>("app/sleep/sleeper");
const { sleep } = engine("sleep");

const sleeper = variable<Sleeper>("sleeper");

/** Comes before all that may fail: a node on a battery sleeps then as well. */
export function sleeperFirst({ board, first }: Program): void {
  if (board.sleep === undefined) return;
  const { everySeconds, listenSeconds, awakeSeconds } = board.sleep;
  const options = { everySeconds: everySeconds ?? 0, listenMs: ms(listenSeconds), awakeMs: ms(awakeSeconds) };
  first.define<Sleeper>("sleeper", driver.createSleeper(engine("clock").timer, sleep, options));
}

/** What each value passes on a board that sleeps. */
export function sleepSteps({ board, whole }: Program): Step[] {
  return board.sleep === undefined ? [] : [(way) => whole.run(driver.awaitReading(sleeper, way))];
}

/** Has the started node sleep, where the board does. Comes last. */
export function fallAsleep({ board, after, node }: Program): void {
  if (board.sleep === undefined) return;
  const wake = joined(',"wake":"', driver.wakeReason(sleep), '"');
  after.run(member(member(member(node, "diagnostics"), "fields"), "push")(later(wake)));
  const isOnTrial =
    board.updates === true
      ? later(verbatim<boolean>`${member(engine("slots").slots, "running")()} === "trial"`)
      : later(value<boolean>(false));
  after.run(driver.fallAsleep(sleeper, node, isOnTrial as Code<() => boolean>));
}
