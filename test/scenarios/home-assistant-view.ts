import type { Message } from "../simulator/broker/broker";
import { discoveryProblems, expandedEntity, updateView } from "../scripts/lib/home-assistant/rules";

interface Entity extends Record<string, unknown> {
  platform: string;
  unique_id: string;
}

interface Availability {
  topic: string;
  payload_available?: string;
  payload_not_available?: string;
}

const PREFIX = "homeassistant";

/** Whether it is what a node tells of itself: its connection, its counters. */
function isOfTheNode(entityId: string): boolean {
  return /_node_/.test(entityId);
}

/**
 * What a Home Assistant that was there all the time has made of the messages of a broker: which entities there are, by which names, and
 * whether they are available. By `async_discovery_message_received` of its discovery.py, the availability of its entity.py, and the
 * entity registry, which knows an entity by its platform and `unique_id` until it is removed; release 2025.6.
 */
export class HomeAssistantView {
  /** What is discovered, by component and discovery identifier: one message's entity is updated by no other one's. */
  readonly #discovered = new Map<string, Entity>();
  /** Entity identifiers by platform and unique_id; they outlive a migration. */
  readonly #registry = new Map<string, string>();
  readonly #last = new Map<string, string>();
  readonly #problems: string[] = [];
  readonly #removed: string[] = [];
  #taken = 0;

  constructor(readonly messages: readonly Message[]) {}

  /** What it would complain of in its log. */
  get problems(): readonly string[] {
    this.#entities();
    return this.#problems;
  }

  /** The entities of which it has forgotten all that people made of them, but for those that each node has. */
  get removed(): readonly string[] {
    this.#entities();
    return this.#removed.filter((id) => !isOfTheNode(id));
  }

  /** The entities that there are, by their identifiers, but for those that each node has. */
  get entities(): string[] {
    return [...this.#entities().keys()].filter((id) => !isOfTheNode(id)).sort();
  }

  /** What is shown of an entity: its state, `unavailable`, or undefined where there is no such entity. */
  state(entityId: string): string | undefined {
    const entity = this.#entities().get(entityId);
    if (entity === undefined) return undefined;
    if (!this.#isAvailable(entity)) return "unavailable";
    const last = this.#last.get(String(entity["state_topic"]));
    if (last === undefined) return "unknown";
    if (entity.platform !== "update") return last;
    const { state, problem } = updateView(last);
    if (problem !== "") this.#problems.push(problem);
    return state;
  }

  /** Where somebody's click on an entity goes; undefined where it cannot be clicked on. */
  commandTopic(entityId: string): string | undefined {
    const entity = this.#entities().get(entityId);
    const topic = entity?.["command_topic"];
    return entity === undefined || !this.#isAvailable(entity) || topic === undefined ? undefined : String(topic);
  }

  #entities(): Map<string, Entity> {
    for (; this.#taken < this.messages.length; this.#taken++) {
      const message = this.messages[this.#taken];
      if (message !== undefined) this.#take(message);
    }
    return new Map([...this.#discovered.values()].map((each) => [this.#registry.get(keyOf(each)) ?? "", each]));
  }

  #take({ topic, payload }: Message): void {
    this.#last.set(topic, payload);
    const [, component, objectId] = new RegExp(`^${PREFIX}/([a-z_]+)/([a-zA-Z0-9_-]+)/config$`).exec(topic) ?? [];
    if (component === undefined || objectId === undefined) return;
    const isDevice = component === "device";
    const found = [...this.#discovered.keys()].filter((hash) =>
      isDevice ? hash.includes(` ${objectId} `) : hash === `${component} ${objectId}`,
    );
    if (payload === "") {
      for (const hash of found) this.#remove(hash);
      return;
    }
    const message = JSON.parse(payload) as Record<string, unknown>;
    if (message["migrate_discovery"] === true || message["migr_discvry"] === true) {
      // Unloaded; what is known of it stays.
      for (const hash of found) this.#discovered.delete(hash);
      return;
    }
    const { cmps, ...shared } = message as { cmps?: Record<string, Record<string, unknown>> };
    if (!isDevice) {
      this.#problems.push(...discoveryProblems(PREFIX, topic, payload));
      this.#add(`${component} ${objectId}`, { ...shared, p: component });
      return;
    }
    const parts = Object.entries(cmps ?? {});
    const told = parts.filter(([, each]) => Object.keys(each).length > 1);
    const whole = JSON.stringify({ ...shared, cmps: Object.fromEntries(told) });
    if (told.length > 0) this.#problems.push(...discoveryProblems(PREFIX, topic, whole));
    for (const [id, each] of parts) {
      const hash = `${String(each["p"])} ${objectId} ${id}`;
      if (Object.keys(each).length === 1) this.#remove(hash);
      else this.#add(hash, { ...shared, ...each });
    }
  }

  #add(hash: string, config: Record<string, unknown>): void {
    const entity = expandedEntity(config) as Entity;
    const key = keyOf(entity);
    const other = [...this.#discovered].find(([, each]) => keyOf(each) === key);
    if (other !== undefined && other[0] !== hash) {
      this.#problems.push(`${key} exists already, from ${other[0]}: ${hash} is ignored`);
      return;
    }
    this.#discovered.set(hash, entity);
    if (this.#registry.has(key)) return;
    const wanted = String(entity["default_entity_id"]);
    const taken = [...this.#registry.values()];
    let id = wanted;
    for (let number = 2; taken.includes(id); number++) id = `${wanted}_${number}`;
    this.#registry.set(key, id);
  }

  #remove(hash: string): void {
    const entity = this.#discovered.get(hash);
    if (entity === undefined) return;
    this.#discovered.delete(hash);
    this.#removed.push(this.#registry.get(keyOf(entity)) ?? "");
    this.#registry.delete(keyOf(entity));
  }

  #isAvailable(entity: Entity): boolean {
    const list = (entity["availability"] ?? [{ topic: entity["availability_topic"] }]) as Availability[];
    const isUp = ({ topic, payload_available: up = "online" }: Availability): boolean => this.#last.get(topic) === up;
    if (entity["availability_mode"] !== "all" && list.length > 1) throw new Error("only one, or all of them, is known");
    return list.every(isUp);
  }
}

function keyOf({ platform, unique_id: id }: Entity): string {
  return `${platform} ${id}`;
}
