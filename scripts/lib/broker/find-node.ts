import type { MqttClient } from "mqtt";
import type { Board } from "../board/config";
import { parseMac, usesMac, withMac } from "../board/placeholders";
import { hearLive, hearRetained, type Waits } from "./hear-nodes";
import { UserError } from "../user-error";

/**
 * The board of the one node that is meant, where the board file stands for many: of the address that is given, or of the only
 * one whose status the broker knows, or that is heard to speak.
 * @throws UserError where that leaves none or several
 */
export async function boardOfNode(
  client: MqttClient,
  board: Board,
  mac: string | undefined,
  waits?: Waits,
): Promise<Board> {
  if (mac !== undefined) return boardWithMac(board, mac);
  if (!usesMac(board)) return board;
  const nodes = await knownNodes(client, board, waits);
  const online = [...nodes].filter(([, status]) => isThere(status));
  const [[only] = [], ...others] = online.length > 0 ? online : nodes;
  if (only !== undefined && others.length === 0) return withMac(board, only);
  const list = [...nodes].map(([each, status]) => `${each} (${status})`).join(", ");
  throw new UserError(
    list === ""
      ? `the broker knows no ${board.name}: say which one with --mac, as its console and its label tell`
      : `there are several of ${board.name}; say which one with --mac: ${list}`,
  );
}

/** The board of the node of this address. @throws UserError where the board file stands for one only, or it is no address */
export function boardWithMac(board: Board, mac: string): Board {
  if (!usesMac(board)) throw new UserError(`${board.name} has no {mac} in its topics: --mac says nothing to it`);
  return withMac(board, parseMac(mac));
}

/**
 * The nodes that are online, by their addresses, where the board file stands for many.
 * @throws UserError where the broker knows none that is
 */
export async function onlineNodes(
  client: MqttClient,
  board: Board,
  waits?: Waits,
): Promise<{ mac: string; board: Board }[]> {
  const nodes = [...(await knownNodes(client, board, waits))];
  const online = nodes.filter(([, status]) => isThere(status)).map(([mac]) => mac);
  if (online.length > 0) return online.sort().map((mac) => ({ mac, board: withMac(board, mac) }));
  const known = nodes.length === 0 ? "knows none" : `knows ${nodes.map(([mac]) => mac).join(", ")}, all offline`;
  throw new UserError(
    `no node of ${board.name} is online, and the broker ${known}: switch one on, or say with --mac which one is to come`,
  );
}

/** Whether a status is that of a node that is well: it may sleep. */
export function isThere(status: string | undefined): boolean {
  return status === "online" || status === "asleep";
}

/** Some brokers give no retained messages to who asks with a wildcard (RabbitMQ): there, those that speak are the ones that are known. */
async function knownNodes(client: MqttClient, board: Board, waits?: Waits): Promise<Map<string, string>> {
  const retained = await hearRetained(client, board, waits);
  return retained.size > 0 ? retained : hearLive(client, board, waits);
}
