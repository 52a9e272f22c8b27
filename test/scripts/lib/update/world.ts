import { EventEmitter } from "node:events";
import type { MqttClient } from "mqtt";
import type { NodeUpdate } from "../../../../scripts/lib/update/node-update";
import { imageOf, type Image } from "../../../../scripts/lib/update/sign-update";
import { UpdateRun, type RunOptions, type TargetNode } from "../../../../scripts/lib/update/update-run";
import type { Publish, Run } from "../../../../scripts/lib/update/serve";
import { VirtualTime } from "../../../simulator/virtual-time";
import { KEY, ScriptedNode } from "./scripted-node";

/** How long a message is on its way. */
const WAY_MS = 4;

export const COUNTER = 1_764_583_200;
export const VERSION = "0.1.0+1a2b3c4d";

/** A program of so many bytes, each of which there is. */
export function program(bytes: number, first = 0): Image {
  return imageOf(Buffer.from(Array.from({ length: bytes }, (_, index) => (index * 7 + first) & 255)));
}

/** Nodes, a broker and who updates them, in memory and on virtual time. */
export class World {
  readonly time = new VirtualTime();
  readonly nodes: ScriptedNode[];
  /** What a person was told: the node, and what it did. */
  /** Whether who asks with a wildcard hears what is retained. */
  keepsForWildcards = true;
  readonly told: string[] = [];
  /** What was published to nodes: topic, first word, bytes, whether retained. */
  readonly sent: { atMs: number; topic: string; word: string; bytes: number; retain: boolean }[] = [];
  /** Which messages get lost on their way. */
  loses: (topic: string, payload: string) => boolean = () => false;
  /** What somebody on the way makes of a message. */
  changes: (topic: string, payload: string) => string = (_topic, payload) => payload;
  isConnected = true;
  readonly #retained = new Map<string, string>();
  readonly #listeners = new Set<(topic: string, payload: string) => void>();
  #run: Run | undefined;
  #hasEnded = false;

  constructor(count: number) {
    this.nodes = Array.from({ length: count }, (_, index) => {
      const base = `home/${index.toString(16).padStart(12, "0")}`;
      return new ScriptedNode(base, {
        say: (topic, payload, retain) => this.publish(topic, payload, retain),
        after: (ms, run) => this.time.after(ms, run),
      });
    });
    for (const node of this.nodes) node.boot();
  }

  get targets(): TargetNode[] {
    return this.nodes.map(({ base }) => ({
      label: base.slice("home/".length),
      topics: {
        update: `${base}/update`,
        want: `${base}/update/want`,
        nonce: `${base}/nonce`,
        status: `${base}/status`,
      },
    }));
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** What is retained on a topic. */
  retained(topic: string): string | undefined {
    return this.#retained.get(topic);
  }

  /** Begins an update of all nodes. */
  update(image: Image, changed: Partial<RunOptions> & { isAgain?: boolean; when?: "now" | "ask" } = {}): UpdateRun {
    const { isAgain = false, when = "now", ...options } = changed;
    const run = new UpdateRun({
      nodes: this.targets,
      key: KEY,
      offer: { name: "room", engine: "espruino", chip: "esp32", image, version: VERSION, text: "", when, isAgain },
      counter: COUNTER,
      canary: 0,
      bytesPerSecond: 1_000_000,
      isStanding: false,
      isOpenEnded: changed.isStanding ?? false,
      time: this.clock,
      publish: this.toNodes,
      tell: (node: NodeUpdate, text) => void this.told.push(`${node.label.slice(-3)} ${text}`),
      ...options,
    });
    this.begin(run);
    return run;
  }

  get clock(): RunOptions["time"] {
    return {
      nowMs: () => this.time.nowMs,
      after: (ms, run) => {
        const { cancel } = this.time.after(ms, run);
        return cancel;
      },
    };
  }

  begin(run: Run): void {
    this.#run = run;
    this.#hasEnded = false;
    void run.ended.then(() => (this.#hasEnded = true));
    this.connect();
    run.start();
  }

  connect(): void {
    this.isConnected = true;
    for (const [topic, payload] of this.#retained) this.#run?.receive(topic, Buffer.from(payload, "latin1"), true);
    this.#run?.connected();
  }

  readonly toNodes: Publish = (topic, payload, { retain }) => {
    if (!this.isConnected) return Promise.reject(new Error("gone"));
    const text = Buffer.from(payload).toString("latin1");
    const [word = ""] = text.split(" ");
    this.sent.push({ atMs: this.time.nowMs, topic, word, bytes: text.length + topic.length, retain });
    this.publish(topic, text, retain);
    return Promise.resolve();
  };

  /** What anybody publishes. */
  publish(topic: string, payload: string, retain = false): void {
    if (retain && payload === "") this.#retained.delete(topic);
    else if (retain) this.#retained.set(topic, payload);
    if (this.loses(topic, payload)) return;
    const arriving = this.changes(topic, payload);
    this.time.after(WAY_MS, () => {
      if (this.isConnected) this.#run?.receive(topic, Buffer.from(arriving, "latin1"), false);
      for (const hear of this.#listeners) hear(topic, arriving);
      const node = this.nodes[parseInt(topic.slice("home/".length), 16)];
      if (topic === `${node?.base ?? ""}/update`) node.hear(arriving);
    });
  }

  /** A connection of somebody's, as the package `mqtt` has it, as far as an update uses one. */
  client(): MqttClient {
    return new MemoryClient(this) as unknown as MqttClient;
  }

  /** What is retained, by topic. */
  get allRetained(): ReadonlyMap<string, string> {
    return this.#retained;
  }

  /** Has somebody hear what everybody publishes. @returns ends that */
  listen(hear: (topic: string, payload: string) => void): () => void {
    this.#listeners.add(hear);
    return () => void this.#listeners.delete(hear);
  }

  /** Lets so much time pass, or less where `isEnough`. */
  async pass(ms: number, isEnough: () => boolean = () => false): Promise<void> {
    const endUs = this.time.nowUs + ms * 1_000;
    while (this.time.nextEventUs <= endUs && !isEnough()) {
      this.time.moveTo(this.time.nextEventUs);
      this.time.runDue();
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (!isEnough()) this.time.moveTo(endUs);
  }

  /** Until the run has ended. */
  async end(withinMs = 3_600_000): Promise<void> {
    await this.pass(withinMs, () => this.#hasEnded);
  }
}

/** Hears of its topics, what is retained of them first, until it is ended or loses its connection. */
class MemoryClient extends EventEmitter {
  readonly #world: World;
  readonly #filters = new Set<string>();
  readonly #leave: () => void;
  connected = true;

  constructor(world: World) {
    super();
    this.#world = world;
    this.#leave = world.listen((topic, payload) => this.#hear(topic, payload, false));
  }

  subscribeAsync(filters: string | string[]): Promise<{ qos: number }[]> {
    const added = [filters].flat();
    for (const filter of added) {
      this.#filters.add(filter);
      for (const [topic, payload] of this.#world.allRetained) {
        if (filter === topic || (this.#world.keepsForWildcards && matches(filter, topic)))
          setImmediate(() => this.emit("message", topic, Buffer.from(payload), { retain: true }));
      }
    }
    return Promise.resolve(added.map(() => ({ qos: 1 })));
  }

  unsubscribeAsync(filter: string): Promise<void> {
    this.#filters.delete(filter);
    return Promise.resolve();
  }

  publishAsync(...[topic, payload, options]: Parameters<Publish>): Promise<unknown> {
    return this.connected ? this.#world.toNodes(topic, payload, options) : Promise.reject(new Error("gone"));
  }

  endAsync(): Promise<void> {
    if (this.connected) {
      this.connected = false;
      this.#leave();
      this.emit("close");
    }
    return Promise.resolve();
  }

  #hear(topic: string, payload: string, retain: boolean): void {
    if ([...this.#filters].some((filter) => matches(filter, topic))) {
      this.emit("message", topic, Buffer.from(payload, "latin1"), { retain });
    }
  }
}

/** As far as a `+` goes. */
function matches(filter: string, topic: string): boolean {
  const [wanted, levels] = [filter.split("/"), topic.split("/")];
  return wanted.length === levels.length && wanted.every((level, index) => level === "+" || level === levels[index]);
}
