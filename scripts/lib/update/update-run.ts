import { readNodeWord } from "./node-words";
import { NodeUpdate, type NodeTopics } from "./node-update";
import { PartQueue, type Time } from "./part-queue";
import type { Publish, Run } from "./serve";
import { signOffer, signPart, type Offer } from "./sign-update";

/**
 * So many nodes at once are offered it or take it. And so many, or as many as have confirmed it, are under way: a program that works on
 * a few may still be one that fails on the next.
 */
const AT_ONCE = 50;
const TICK_MS = 1_000;
/** What stands around a part in its packet, but for its topic. */
const AROUND_PART_BYTES = 8;

export interface TargetNode {
  /** What people know it by. */
  label: string;
  topics: NodeTopics;
}

export interface RunOptions {
  nodes: readonly TargetNode[];
  /** With which an offer is signed, and its parts. */
  key: string;
  offer: Omit<Offer, "counter" | "nonce">;
  /** What offers begin with; raised for a node that has had a higher one. */
  counter: number;
  /** So many nodes first, and the others only when those have stood their trial; 0: all together. */
  canary: number;
  bytesPerSecond: number;
  /** Whether the offers stay on the broker, for nodes that come later. */
  isStanding: boolean;
  /** Whether the run then goes on until it is closed, also when each node that it is for has done with it. */
  isOpenEnded: boolean;
  time: Time;
  /** Resolves once it has left, or for QoS 1 was acknowledged. */
  publish: Publish;
  /** Says what a node did. */
  tell(node: NodeUpdate, text: string): void;
}

/** Why no further node is begun. */
export type Stop = "came back" | "canary";

/**
 * Brings a program to the nodes of a board, each of which asks for it part by part: the canary first, then the others, so many at a time. No
 * node is begun any more once one came back to its old program. All that is kept of a node is how far it is.
 */
export class UpdateRun implements Run {
  readonly nodes: readonly NodeUpdate[];
  /** Resolves when no node is under way, and none is to be begun. */
  readonly ended: Promise<void>;
  readonly #options: RunOptions;
  readonly #queue: PartQueue<NodeUpdate>;
  /** By each topic that one publishes on. */
  readonly #byTopic = new Map<string, NodeUpdate>();
  #begun = 0;
  #stop: Stop | undefined;
  #end: () => void = () => {};
  #isClosed = false;
  #cancel: () => void = () => {};

  constructor(options: RunOptions) {
    this.#options = options;
    const { nodes, counter, isStanding, time, bytesPerSecond, offer } = options;
    this.ended = new Promise((resolve) => (this.#end = resolve));
    this.#queue = new PartQueue<NodeUpdate>({
      bytesPerSecond,
      time,
      send: (node, { offset, length }) => this.#sendPart(node, offset, length),
    });
    this.nodes = nodes.map(
      ({ label, topics }) =>
        new NodeUpdate(label, topics, {
          image: offer.image,
          counter,
          isStanding,
          queue: this.#queue,
          nowMs: () => time.nowMs(),
          offer: (node, nonce, signed) => this.#offer(node, nonce, signed),
          told: (node, text) => this.#told(node, text),
        }),
    );
    for (const node of this.nodes) {
      for (const topic of [node.topics.want, node.topics.nonce, node.topics.status]) this.#byTopic.set(topic, node);
    }
  }

  /** Why nodes were left out; undefined where none was. */
  get stopped(): Stop | undefined {
    return this.#stop;
  }

  /** Begins with what may be begun; messages may have come before. */
  start(): void {
    this.#advance();
    this.#tick();
  }

  /** A message that came from the broker. What is retained on `want` is of another time. */
  receive(topic: string, payload: Buffer, isRetained: boolean): void {
    const node = this.#byTopic.get(topic);
    if (node === undefined) return;
    if (topic === node.topics.nonce) {
      node.nonce(payload.toString("latin1"));
    } else if (topic === node.topics.status) {
      node.status(payload.toString("latin1"));
    } else if (!isRetained) {
      const word = readNodeWord(payload);
      if (word !== undefined) node.hear(word);
    }
  }

  /** The connection was made anew: offers that are to stay on the broker may not have got there. */
  connected(): void {
    if (this.#options.isStanding) for (const node of this.nodes) if (node.phase === "offered") node.begin();
  }

  /** Serves nobody any longer. */
  close(): void {
    this.#isClosed = true;
    this.#cancel();
    this.#queue.close();
    this.#end();
  }

  #advance(): void {
    const { canary, isStanding, isOpenEnded } = this.#options;
    if (this.#isClosed) return;
    const hasComeBack = this.nodes.some((node) => node.hasComeBack);
    if (hasComeBack && this.#stop === undefined) {
      this.#stop = "came back";
      if (isStanding) this.#takeBack();
    }
    const first = this.nodes.slice(0, canary);
    if (first.some((node) => node.phase === "failed")) this.#stop ??= "canary";
    const isOpen = first.every((node) => node.phase === "confirmed");
    const last = isOpen ? this.nodes.length : first.length;
    const count = (isSuch: (node: NodeUpdate) => boolean): number => this.nodes.filter(isSuch).length;
    const mostUnderWay = Math.max(
      AT_ONCE,
      count(({ phase }) => phase === "confirmed"),
    );
    let free = Math.min(AT_ONCE - count((node) => node.isTaking), mostUnderWay - count((node) => node.isUnderWay));
    if (this.#stop !== undefined) free = 0;
    for (; this.#begun < last && (isStanding || free > 0); free--) this.nodes[this.#begun++].begin();
    const isThrough = this.#begun === this.nodes.length || this.#stop !== undefined;
    if (isThrough && !isOpenEnded && !this.nodes.some((node) => node.isUnderWay)) this.close();
  }

  /** The offers of those that have not answered yet. */
  #takeBack(): void {
    for (const node of this.nodes.filter(({ phase }) => phase === "offered")) {
      node.spare();
      this.#publish(node.topics.update, "", true);
    }
  }

  #tick(): void {
    if (this.#isClosed) return;
    for (const node of this.nodes) node.tick();
    this.#advance();
    if (!this.#isClosed) this.#cancel = this.#options.time.after(TICK_MS, () => this.#tick());
  }

  #offer(node: NodeUpdate, nonce: string, counter: number): void {
    const { key, offer, isStanding } = this.#options;
    const payload = signOffer(key, { ...offer, nonce, counter });
    this.#publish(node.topics.update, payload, isStanding);
  }

  #told(node: NodeUpdate, text: string): void {
    this.#options.tell(node, text);
    // What stands there, of whatever run, would only be refused from now on.
    if (node.phase === "confirmed" || (node.phase === "failed" && this.#options.isStanding)) {
      this.#publish(node.topics.update, "", true);
    }
    this.#advance();
  }

  /** What does not get there is said again in time. */
  #publish(topic: string, payload: string, retain: boolean): void {
    this.#options.publish(topic, payload, { qos: 1, retain }).catch(() => undefined);
  }

  async #sendPart(node: NodeUpdate, offset: number, length: number): Promise<number> {
    const { key, offer, publish } = this.#options;
    const { update } = node.topics;
    const payload = signPart(key, offer.image, offset, length);
    await publish(update, payload, { qos: 0, retain: false });
    node.served(offset, length);
    return payload.length + update.length + AROUND_PART_BYTES;
  }
}
