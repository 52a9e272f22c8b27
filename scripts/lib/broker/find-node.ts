import type { MqttClient } from "mqtt";
import type { Board } from "../board/config";
import { parseMac, usesMac, withMac } from "../board/placeholders";
import { answered, subscribe } from "./join";
import { UserError } from "../user-error";

/** How long the broker has to tell what is retained. */
const RETAINED_MS = 1_000;

/**
 * The board of the one node that is meant, where the board file stands for many: of the address that is given, or of the only
 * one whose status the broker knows.
 * @throws UserError where that leaves none or several
 */
export async function boardOfNode(
  client: MqttClient,
  board: Board,
  mac: string | undefined,
  waitMs = RETAINED_MS,
): Promise<Board> {
  if (mac !== undefined) return boardWithMac(board, mac);
  if (!usesMac(board)) return board;
  const nodes = await knownNodes(client, board.topics.status, waitMs);
  const online = [...nodes].filter(([, status]) => status === "online");
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
  waitMs = RETAINED_MS,
): Promise<{ mac: string; board: Board }[]> {
  const nodes = [...(await knownNodes(client, board.topics.status, waitMs))];
  const online = nodes.filter(([, status]) => status === "online").map(([mac]) => mac);
  if (online.length > 0) return online.sort().map((mac) => ({ mac, board: withMac(board, mac) }));
  const known = nodes.length === 0 ? "knows none" : `knows ${nodes.map(([mac]) => mac).join(", ")}, all offline`;
  throw new UserError(
    `no node of ${board.name} is online, and the broker ${known}: switch one on, or say with --mac which one is to come`,
  );
}

/** The addresses of the nodes whose status is retained, with it. */
async function knownNodes(client: MqttClient, status: string, waitMs: number): Promise<Map<string, string>> {
  return status.includes("{mac}") ? retainedOn(client, status, waitMs) : new Map<string, string>();
}

/**
 * What is retained on a topic of a board file, by the addresses of the nodes whose it is; by "" where the topic holds none.
 * @throws UserError where the broker refuses to tell
 */
export async function retainedOn(
  client: MqttClient,
  topic: string,
  waitMs = RETAINED_MS,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const { filter, pattern } = topicOfMany(topic);
  const listen = (from: string, payload: Buffer): void => {
    const match = pattern.exec(from);
    if (match !== null && payload.length > 0) found.set(match[1] ?? "", payload.toString());
  };
  client.on("message", listen);
  await subscribe(client, [filter]);
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  await answered(client.unsubscribeAsync(filter), "hangs up");
  client.off("message", listen);
  return found;
}

/** The topic filter that takes in the topic of each node, where one of a board file holds {mac}; and what tells the address. */
export function topicOfMany(topic: string): { filter: string; pattern: RegExp } {
  const levels = topic.split("/");
  const filter = levels.map((level) => (level.includes("{mac}") ? "+" : level)).join("/");
  const [first = "", ...rest] = topic.split("{mac}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const others = rest.length === 0 ? "" : `([0-9a-f]{12})${rest.join("(?:\\1)")}`;
  return { filter, pattern: new RegExp(`^${first}${others}$`) };
}
