import { setTimeout } from "node:timers/promises";
import type { MqttClient } from "mqtt";
import type { Board } from "../board/config";
import { furtherTopics } from "../actuators/further-topics";
import { PART_DEFAULTS } from "../board/defaults";
import { discoveryMessages, type DiscoveredBoard } from "../home-assistant/documents";
import { namedObjectId } from "../home-assistant/identity";
import { channelsOf } from "../sensors/channels";
import { answered } from "./join";
import { UserError } from "../user-error";

export interface CleanOptions {
  /** Also what else is retained below the board's base topic. */
  all: boolean;
  /** Removes nothing. */
  dryRun: boolean;
  print: (line: string) => void;
}

/** How long nothing retained has to arrive before all of it has; a broker sends it at once. */
const QUIET_MS = 500;
const MOST_MS = 10_000;
/** The return code of SUBACK for "no". MQTT 3.1.1, 3.9.3 */
const REFUSED = 0x80;

/**
 * Removes what a board left retained on its broker: its status and states, and what Home Assistant was told of it, in either form
 * and also of entities that the board file no longer has. Says what it removes, and what it cannot.
 * @returns how many messages were removed
 * @throws UserError where something is still there afterwards
 */
export async function cleanMqtt(client: MqttClient, board: Board, options: CleanOptions): Promise<number> {
  const { print } = options;
  const told = asDiscovered(board);
  const own = ownTopics(told);
  const base = `${board.topics.base}/`;
  const filters = [...new Set([`${base}#`, `${told.homeAssistant.prefix}/+/+/config`, ...own])];
  const { messages, refused } = await retained(client, filters);
  for (const filter of refused) print(`cannot look  ${filter}  (the broker refuses the subscription)`);
  const isOwn = (topic: string, payload: string): boolean =>
    own.has(topic) || (topic.endsWith("/config") && isDiscoveryOf(board, payload, own));
  const remove = [...messages].filter(([topic, payload]) => isOwn(topic, payload)).map(([topic]) => topic);
  const others = [...messages.keys()].filter((topic) => topic.startsWith(base) && !remove.includes(topic));
  if (options.all) remove.push(...others.splice(0));
  const status = messages.get(board.topics.status);
  if (status === "online" || status === "asleep") {
    const when = status === "online" ? "reconnects" : "wakes";
    print(`${board.name} is ${status}: it publishes everything again when it ${when}. Take it off the broker first.`);
  }
  if (remove.length === 0) print(`nothing of ${board.name} is retained here`);
  for (const topic of remove.sort()) {
    print(`${options.dryRun ? "would remove" : "removing    "} ${topic}`);
    // An empty retained message takes the old one's place, and is not kept. MQTT 3.1.1, 3.3.1.3
    if (!options.dryRun) {
      await answered(
        client.publishAsync(topic, "", { qos: 1, retain: true }),
        `refuses what this user writes on ${topic}`,
      );
    }
  }
  for (const topic of others.sort()) print(`leaving      ${topic}  (not in the board file; --all removes it too)`);
  if (board.broker.cleanSession === false) {
    print(`out of reach: the session of ${board.broker.clientId}, which the broker keeps for the board`);
  }
  if (options.dryRun || remove.length === 0) return 0;
  let still = await retained(client, remove);
  // What a board publishes while we look reaches us as any message does, whether the broker retains it or not: look again.
  if (still.isMoving) still = await retained(client, remove);
  if (still.messages.size > 0) {
    throw new UserError(
      `still there: ${[...still.messages.keys()].join(", ")}; the board has published it again, ` +
        "or the broker does not let this user write there",
    );
  }
  return remove.length;
}

/** Everything that the board of this file may have retained, and what a board does not retain but somebody else may have. */
function ownTopics(board: DiscoveredBoard): Set<string> {
  const { status, diagnostics, nonce, answer, broker, update, updateState, want } = board.topics;
  return new Set([
    status,
    diagnostics,
    nonce,
    answer,
    broker,
    // Among them an offer that was left for the board.
    update,
    updateState,
    want,
    ...channelsOf(board).map((channel) => channel.stateTopic),
    ...board.actuators.flatMap((actuator) => [
      actuator.stateTopic,
      ...furtherTopics(actuator).map(({ topic }) => topic),
    ]),
    ...(["device", "component"] as const).flatMap((form) =>
      discoveryMessages(asNamed(board), form).map(({ topic }) => topic),
    ),
  ]);
}

/** Found by its name; of one that is known by its chip's address the messages tell whose they are. */
function asNamed(board: DiscoveredBoard): DiscoveredBoard {
  return { ...board, homeAssistant: { ...board.homeAssistant, identity: "name" } };
}

/** Home Assistant may have been told of a board by an earlier program, whatever this one does. */
function asDiscovered(board: Board): DiscoveredBoard {
  return { ...board, homeAssistant: board.homeAssistant ?? { ...PART_DEFAULTS.homeAssistant, name: board.name } };
}

/** What is looked at of a discovery message. */
interface Discovered {
  dev?: { ids?: unknown };
  avty_t?: unknown;
  avty?: { t?: unknown }[];
  stat_t?: unknown;
}

/**
 * Whether a discovery message is about this board, so that those of entities are found that it no longer has: by the client identifier,
 * or by a chip's address and by the topic on which that says whether it is online, or where it sleeps by any topic of its own.
 */
function isDiscoveryOf(board: Board, payload: string, own: ReadonlySet<string>): boolean {
  try {
    const message = JSON.parse(payload) as Discovered & { cmps?: Record<string, Discovered> };
    const { dev, avty_t: single, avty: several = [], stat_t: state, cmps = {} } = message;
    if (!Array.isArray(dev?.ids)) return false;
    const ids: unknown[] = dev.ids;
    const topics = [single, ...several.map(({ t }) => t)];
    const states = [state, ...Object.values(cmps).map(({ stat_t: each }) => each)];
    const isAbout =
      board.sleep === undefined
        ? topics.includes(board.topics.status)
        : states.some((topic) => typeof topic === "string" && own.has(topic));
    return ids.includes(namedObjectId(board)) || (ids.some((id) => /^mote_[0-9a-f]{12}$/.test(String(id))) && isAbout);
  } catch {
    return false;
  }
}

/** What is retained under these filters, which of them the broker refuses, and whether somebody published there meanwhile. */
async function retained(
  client: MqttClient,
  filters: string[],
): Promise<{ messages: Map<string, string>; refused: string[]; isMoving: boolean }> {
  const messages = new Map<string, string>();
  let isMoving = false;
  let lastMs = performance.now();
  const take = (topic: string, payload: Buffer, packet: { retain: boolean }): void => {
    lastMs = performance.now();
    if (!packet.retain) isMoving = true;
    else if (payload.length > 0) messages.set(topic, payload.toString());
  };
  client.on("message", take);
  try {
    const refused: string[] = [];
    for (const filter of filters) {
      // One by one: where one is refused, mqtt.js tells no more of the others.
      const asked = client.subscribeAsync(filter, { qos: 1 }).catch(() => [{ qos: REFUSED }]);
      const [granted] = await answered(asked, "hangs up");
      if (granted?.qos === REFUSED) refused.push(filter);
    }
    const untilMs = performance.now() + MOST_MS;
    lastMs = performance.now();
    while (performance.now() < Math.min(lastMs + QUIET_MS, untilMs)) await setTimeout(50);
    const granted = filters.filter((filter) => !refused.includes(filter));
    if (granted.length > 0) await answered(client.unsubscribeAsync(granted), "hangs up");
    return { messages, refused, isMoving };
  } finally {
    client.off("message", take);
  }
}
