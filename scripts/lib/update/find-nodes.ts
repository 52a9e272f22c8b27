import type { MqttClient } from "mqtt";
import type { Board } from "../board/config";
import { boardWithMac, isThere } from "../broker/find-node";
import { hearLive, retainedOn, topicOfMany } from "../broker/hear-nodes";
import { parseMac, usesMac, withMac } from "../board/placeholders";
import { UserError } from "../user-error";
import type { NodeTopics } from "./node-update";
import type { TargetNode } from "./update-run";

/** Which nodes of a board are meant. */
export interface Which {
  /** One, of those whose topics hold their address. */
  mac?: string;
  isAll: boolean;
  /** Also those that are neither online nor asleep: what they are told stays on the broker. */
  isAway: boolean;
}

/** A node that the broker knows of. */
export interface KnownNode extends TargetNode {
  /** Or asleep, where the board sleeps. */
  isOnline: boolean;
  /** As it says itself; undefined where it has not said. */
  version: string | undefined;
}

export interface FoundNodes {
  /** Those that are meant, by their addresses in order. */
  nodes: KnownNode[];
  /** Those of the board that are offline, and were left out for that. */
  away: KnownNode[];
}

/** What is subscribed to, to hear of all nodes of a board that are meant. */
export function filtersOf({ topics }: Board): string[] {
  return [topics.status, topics.nonce, topics.want].map((topic) => topicOfMany(topic).filter);
}

/**
 * The nodes that are meant, by what the broker retains of them.
 * @throws UserError where there are none, or several and nobody said which; and where they share a topic of their updates
 */
export async function findNodes(client: MqttClient, board: Board, which: Which, waitMs?: number): Promise<FoundNodes> {
  const isFleet = usesMac(board);
  if (isFleet) checkShared(board);
  // One is asked for on its own topics: some brokers give no retained messages for wildcards (RabbitMQ).
  const asked = which.mac === undefined ? board : boardWithMac(board, which.mac);
  const isMany = usesMac(asked);
  const retained = await retainedOn(client, asked.topics.status, waitMs);
  const statuses = isMany && retained.size === 0 ? await hearLive(client, board, { liveMs: waitMs }) : retained;
  const versions = await retainedOn(client, asked.topics.updateState, waitMs);
  // Who was named may never have been there.
  const keys = isMany ? [...statuses.keys()].sort() : [""];
  const known = keys.map((key): KnownNode => {
    const { topics } = isMany ? withMac(board, key) : asked;
    return {
      label: isMany ? key : which.mac === undefined ? board.name : parseMac(which.mac),
      topics: topicsOf(topics),
      isOnline: isThere(statuses.get(key)),
      version: installedVersion(versions.get(key)),
    };
  });
  const nodes = which.isAway ? known : known.filter(({ isOnline }) => isOnline);
  const away = known.filter((node) => !nodes.includes(node));
  if (nodes.length === 0) throw nobody(board, statuses.size === 0 ? [] : away);
  if (nodes.length > 1 && !which.isAll) {
    throw new UserError(
      `there are several of ${board.name}; say which one with --mac, or --all for each: ` +
        nodes.map(({ label }) => label).join(", "),
    );
  }
  return { nodes, away };
}

function topicsOf({ update, want, nonce, status }: NodeTopics): NodeTopics {
  return { update, want, nonce, status };
}

function nobody({ name }: Board, away: readonly KnownNode[]): UserError {
  const known = away.length === 0 ? "knows none" : `knows ${away.map(({ label }) => label).join(", ")}, all offline`;
  return new UserError(
    `no node of ${name} is online, and the broker ${known}: switch one on, ` +
      "or leave an offer for when it comes, with --offer",
  );
}

/** What all nodes hear on one topic, none of them could be asked for by itself. */
function checkShared({ name, topics }: Board): void {
  const shared = (["status", "nonce", "update", "want"] as const).filter((key) => !topics[key].includes("{mac}"));
  if (shared.length === 0) return;
  throw new UserError(
    `the nodes of ${name} share their topic for ${shared.join(", ")}: write {mac} into it, ` +
      'or into "base", as in "home/{name}/{mac}", and flash them once more over the cable',
  );
}

/** By what it tells Home Assistant. */
function installedVersion(state: string | undefined): string | undefined {
  try {
    const { installed_version: version } = JSON.parse(state ?? "{}") as { installed_version?: unknown };
    return typeof version === "string" && version.length <= 40 ? version : undefined;
  } catch {
    return undefined;
  }
}
