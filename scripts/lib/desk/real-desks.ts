import type { Board } from "../board/config";
import type { LoadedBoard } from "../board/load";
import { parseMac, usesMac } from "../board/placeholders";
import { boardWithMac, onlineNodes } from "../broker/find-node";
import { joinBroker } from "../broker/join";
import type { DeskEvent } from "./protocol";
import { RealDesk } from "./real-desk";

export interface RealDesksOptions {
  /** Which node, where the board file stands for many; each that is online unless given. */
  mac?: string;
  /** Another broker than the board file's. */
  broker?: string;
  /** Hears of what happens, from the first attempt to join the broker on. */
  listener?: (event: DeskEvent) => void;
}

/**
 * A desk for a board, or for each of its nodes that is online, where its file stands for many.
 * @throws UserError where no broker can be joined to find those, or none is online
 */
export async function openRealDesks(
  { board, strangers, hide }: Pick<LoadedBoard, "board" | "strangers" | "hide">,
  { mac, broker, listener }: RealDesksOptions,
): Promise<RealDesk[]> {
  const join = (): ReturnType<typeof joinBroker> => joinBroker(board, broker ?? strangers);
  const open = (node: Board, name = board.name): Promise<RealDesk> =>
    RealDesk.open(node, { join, hide, name }, listener);
  if (mac !== undefined) return [await open(boardWithMac(board, mac), nameOf(board, parseMac(mac)))];
  if (!usesMac(board)) return [await open(board)];
  const client = await join();
  const nodes = await onlineNodes(client, board).finally(() => client.endAsync(true));
  return Promise.all(nodes.map((node) => open(node.board, nameOf(board, node.mac))));
}

/** What one of several nodes of a board file is called. */
function nameOf({ name }: Board, mac: string): string {
  return `${name} ${mac}`;
}
