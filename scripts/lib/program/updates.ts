import { partBytes } from "../board/update-bytes";
import { topicField } from "../bytes";
import type { Signing } from "../../../firmware/app/commands/signed-commands";
import { firmware, member, value, variable, verbatim, type Code } from "./code";
import { engine } from "./engine";
import type { Program } from "./program";
import { isSafe } from "./safe-mode";
import { PROGRAM_VERSION } from "./version";

const { takeUpdates, updateAwake } =
  firmware<typeof import("../../../firmware/app/update/take-updates")>("app/update/take-updates");

const UPDATING = "isUpdating";

/**
 * Has the started node take updates over the air, where the board does that. Comes last: for a program on trial it is the end that it has
 * to get to.
 */
export function updates(program: Program, signing: Code<Signing> | undefined): void {
  const { board, node } = program;
  const { topics } = board;
  if (board.updates !== true || signing === undefined) return;
  const parts = {
    crypto: engine("crypto").crypto,
    slots: engine("slots").slots,
    storage: engine("storage").storage,
    restart: engine("restart").restart,
  };
  const safe = isSafe(program) ?? value<boolean>(false);
  const taken = takeUpdates(node, signing, parts, safe, {
    name: board.name,
    engine: board.engine,
    chip: board.chip,
    version: PROGRAM_VERSION,
    topic: topicField(topics.update),
    wantTopic: topicField(topics.want),
    stateTopic: topicField(topics.updateState),
    partBytes: partBytes(board),
  });
  if (board.sleep === undefined) program.after.run(taken);
  else program.after.define(UPDATING, updateAwake(taken, safe));
}

/** Whether a program that came over the air is on trial. */
export function isOnTrial(): Code<boolean> {
  return verbatim<boolean>`${member(engine("slots").slots, "running")()} === "trial"`;
}

/** Whether an update keeps a board that sleeps from it for a while: its program is on trial, or one that came in is being checked. */
export function isUpdating(): Code<boolean> {
  return verbatim<boolean>`${isOnTrial()} || ${variable<() => boolean>(UPDATING)()}`;
}
