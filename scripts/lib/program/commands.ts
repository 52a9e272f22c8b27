import type { Board } from "../board/config";
import { nonceTopic } from "../board/defaults";
import { literal, topicField } from "../bytes";
import type { Imports } from "./imports";

/** What the started node goes through so that it obeys signed commands only; nothing unless the board asks for it. */
export function signedCommands(board: Board, imports: Imports): string[] {
  if (board.commands === undefined) return [];
  return [
    `${imports.use("app/commands/signed-commands", "requireSignatures")}(node, ` +
      `${imports.useEngine("crypto", "crypto")}, ${imports.useEngine("storage", "storage")}, {`,
    `  key: ${literal(board.commands.signingKey)},`,
    `  nonceTopic: ${literal(topicField(nonceTopic(board)))},`,
    "});",
  ];
}
