import type { MqttClient, OnMessageCallback } from "mqtt";
import type { Board } from "../board/config";
import { printError } from "../cli/terminal";
import { channelsOf } from "../sensors/channels";
import { longestSilenceSeconds } from "../home-assistant/silence";
import { answered, subscribe } from "./join";
import { subscribeEach } from "./subscribe-each";

/** Which nodes of a board file there are, as far as its brokers tell: their addresses, with their status. */
export type HeardNodes = Map<string, string>;

export interface Waits {
  /** How long the broker has to tell what is retained. */
  retainedMs?: number;
  /** How long nodes have to say something. Default: as long as one of this board is silent, at most `LONGEST_LIVE_MS` */
  liveMs?: number;
  /** Told that it takes a while. */
  tell?: (text: string) => void;
}

const RETAINED_MS = 1_000;
const LONGEST_LIVE_MS = 60_000;
/** How late a message may come. */
const LATE_MS = 2_000;
/** How often a node with signed commands publishes a new nonce at least. firmware/app/commands/signed-commands.ts */
const NONCE_SECONDS = 120;

/** The nodes whose status is retained. */
export async function hearRetained(client: MqttClient, board: Board, waits: Waits = {}): Promise<HeardNodes> {
  const { status } = board.topics;
  return status.includes("{mac}") ? retainedOn(client, status, waits.retainedMs) : new Map<string, string>();
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
  const begin = async (filters: readonly string[]): Promise<void> => subscribe(client, filters);
  await hear(client, [topic], waitMs, begin, (mac, { payload }) => found.set(mac, payload));
  return found;
}

/** The nodes that say anything for as long as each of them is silent at most. What is retained is none of that. */
export async function hearLive(client: MqttClient, board: Board, waits: Waits = {}): Promise<HeardNodes> {
  const nodes: HeardNodes = new Map();
  const topics = spokenTopics(board).filter((topic) => topic.includes("{mac}"));
  if (topics.length === 0) return nodes;
  const { liveMs = longestSilenceMs(board), tell = printError } = waits;
  const listen = async (filters: readonly string[]): Promise<void> => {
    await subscribeEach(client, filters, board.broker.topicsPerSubscribe);
    tell(
      `the broker tells of no ${board.name} by itself: listening for ${Math.ceil(liveMs / 1000)} s which ones speak (--mac spares that)`,
    );
  };
  await hear(client, topics, liveMs, listen, (mac, { topic, payload, isRetained }) => {
    if (!isRetained) nodes.set(mac, topic === board.topics.status ? payload : "online");
  });
  return nodes;
}

interface Heard {
  /** As the board file has it. */
  topic: string;
  payload: string;
  isRetained: boolean;
}

/** Listens for so long on topics with the address of any node. */
async function hear(
  client: MqttClient,
  topics: readonly string[],
  waitMs: number,
  begin: (filters: readonly string[]) => Promise<void>,
  take: (mac: string, heard: Heard) => unknown,
): Promise<void> {
  const all = topics.map((topic) => ({ topic, ...topicOfMany(topic) }));
  const listen: OnMessageCallback = (name, bytes, { retain }) => {
    const payload = bytes.toString();
    // An empty one takes away what was retained.
    if (payload === "") return;
    for (const { topic, pattern } of all) {
      const match = pattern.exec(name);
      if (match !== null) take(match[1] ?? "", { topic, payload, isRetained: retain });
    }
  };
  const filters = [...new Set(all.map(({ filter }) => filter))];
  client.on("message", listen);
  try {
    await begin(filters);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    await answered(client.unsubscribeAsync(filters), "hangs up");
  } finally {
    client.off("message", listen);
  }
}

/** The topic filter that takes in the topic of each node, where one of a board file holds {mac}; and what tells the address. */
export function topicOfMany(topic: string): { filter: string; pattern: RegExp } {
  const levels = topic.split("/");
  const filter = levels.map((level) => (level.includes("{mac}") ? "+" : level)).join("/");
  const [first = "", ...rest] = topic.split("{mac}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const others = rest.length === 0 ? "" : `([0-9a-f]{12})${rest.join("(?:\\1)")}`;
  return { filter, pattern: new RegExp(`^${first}${others}$`) };
}

/** What only nodes publish. */
function spokenTopics(board: Board): string[] {
  const { topics, commands } = board;
  return [
    topics.status,
    topics.diagnostics,
    ...(commands === undefined ? [] : [topics.nonce]),
    ...board.actuators.map(({ stateTopic }) => stateTopic),
    ...channelsOf(board).map(({ stateTopic }) => stateTopic),
  ];
}

/** How long a node that is online may say nothing, as far as its board file tells. */
function longestSilenceMs(board: Board): number {
  const silences = channelsOf(board).flatMap((channel) => longestSilenceSeconds(channel) ?? []);
  if (board.commands !== undefined) silences.push(NONCE_SECONDS);
  return Math.min(LONGEST_LIVE_MS, 1_000 * Math.min(...silences) + LATE_MS);
}
