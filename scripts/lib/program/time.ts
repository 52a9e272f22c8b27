import type { Board } from "../board/config";
import { literal } from "../bytes";
import type { Imports } from "./imports";

/** The statement that has a started node know the time, where the board asks for it. */
export function timeStatements(board: Board, imports: Imports): string[] {
  if (board.time === undefined) return [];
  const datagrams = imports.useEngine("datagrams", "datagrams");
  return [`${imports.use("app/services/sntp", "tellTime")}(node, ${datagrams}, ${literal(board.time.server)});`];
}
