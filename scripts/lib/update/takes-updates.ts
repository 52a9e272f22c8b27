import type { Board } from "../board/config";
import { typed } from "../cli/mote";
import { isMet, platformName } from "../platforms/needs";
import { UserError } from "../user-error";

const MAKE_KEY = `make one with: node -p "crypto.randomBytes(32).toString('hex')"`;

type Updated = Pick<Board, "name" | "engine" | "chip" | "updates" | "commands">;

/** Whether a board takes updates over the air, and if not, how it comes to; in one line. */
export function takesUpdates(board: Updated): string {
  if (board.updates) return `over the air, with ${typed("update", ["--board", board.name])}`;
  if (!isMet({ by: ["slots"], problem: "" }, board))
    return `over the cable only: ${platformName(board)} has no memory for updates over the air`;
  return `over the cable only; over the air ${wayToUpdates(board)}`;
}

/** The key that a board's updates are signed with. @throws UserError where it takes none */
export function updateKey(board: Updated): string {
  if (board.updates && board.commands !== undefined) return board.commands.signingKey;
  throw new UserError(
    `${board.name} takes no updates over the air, which it does ${wayToUpdates(board)}; then put it on the chip once more ` +
      `over the cable (${typed("flash", ["--board", board.name])})`,
    ...(board.commands === undefined ? [`the key stands in .env as COMMAND_KEY; ${MAKE_KEY}`] : []),
  );
}

function wayToUpdates({ commands }: Updated): string {
  const key = commands === undefined ? ' and "commands": { "signingKey": "${COMMAND_KEY}" }' : "";
  return `with "updates": true${key} in its file`;
}
