import { partBytes } from "../board/update-bytes";
import { topicField } from "../bytes";
import type { Signing } from "../../../firmware/app/commands/signed-commands";
import { firmware, value, type Code } from "./code";
import { engine } from "./engine";
import type { Program } from "./program";
import { isSafe } from "./safe-mode";
import { PROGRAM_VERSION } from "./version";

const { takeUpdates } = firmware<typeof import("../../../firmware/app/update/take-updates")>("app/update/take-updates");

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
  program.after.run(
    takeUpdates(node, signing, parts, isSafe(program) ?? value<boolean>(false), {
      name: board.name,
      engine: board.engine,
      chip: board.chip,
      version: PROGRAM_VERSION,
      topic: topicField(topics.update),
      wantTopic: topicField(topics.want),
      stateTopic: topicField(topics.updateState),
      partBytes: partBytes(board),
      isAtOnce: board.sleep !== undefined,
    }),
  );
}
