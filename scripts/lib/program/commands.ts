import { hasWildcard, hearingsOf } from "../board/facts";
import { topicField } from "../bytes";
import type { Signing } from "../../../firmware/app/commands/signed-commands";
import { firmware, type Code } from "./code";
import { engine } from "./engine";
import type { Program } from "./program";
import { secret } from "./secrets";

const { endOldSubscriptions } = firmware<typeof import("../../../firmware/app/connection/old-subscriptions")>(
  "app/connection/old-subscriptions",
);
const { filterOf } =
  firmware<typeof import("../../../firmware/app/connection/old-filters")>("app/connection/old-filters");
const { requireSignatures } =
  firmware<typeof import("../../../firmware/app/commands/signed-commands")>("app/commands/signed-commands");

/** Has the started node end subscriptions that a session which the broker keeps has from an earlier program. */
export function oldSubscriptions(program: Program): void {
  const { board, after, node } = program;
  if (board.broker.cleanSession) return;
  after.run(hearingsOf(board).some(hasWildcard) ? endOldSubscriptions(node, filterOf) : endOldSubscriptions(node));
}

/**
 * Has the started node obey signed commands only, where the board asks for it.
 * @returns what vouches for what is signed, where something else asks for it as well
 */
export function signedCommands(program: Program): Code<Signing> | undefined {
  const { commands, topics, updates } = program.board;
  if (commands === undefined) return undefined;
  const options = {
    key: secret("signingKey"),
    nonceTopic: topicField(topics.nonce),
    answerTopic: topicField(topics.answer),
  };
  const signing = requireSignatures(program.node, engine("crypto").crypto, engine("storage").storage, options);
  if (updates === true) return program.after.define("signing", signing);
  program.after.run(signing);
  return undefined;
}
