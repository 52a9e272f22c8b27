import { formOf } from "../broker/sign-command";
import type { NodeTopics } from "./node-update";
import { BACK_ID, readNodeWord, type NodeWord } from "./node-words";
import type { Time } from "./part-queue";
import { refusalText } from "./refusals";
import type { Publish, Run } from "./serve";
import { signBack } from "./sign-update";
import type { TargetNode } from "./update-run";

const TICK_MS = 1_000;
const AGAIN_MS = 10_000;
/** A node starts the other program at once; then come Wi-Fi and the broker. */
export const MOST_MS = 180_000;
/** Why a program that was told to gave way. */
const LEFT = "left";
/** So often another counter or nonce is tried. */
const MOST_TRIES = 5;

export interface BackOptions {
  nodes: readonly TargetNode[];
  key: string;
  /** How long all of it may take. */
  mostMs: number;
  time: Time;
  publish: Publish;
  tell(label: string, text: string): void;
}

interface Returning extends TargetNode {
  topics: NodeTopics;
  nonce: string;
  usedNonce: string;
  /** Of the program that runs, as the node says when it is asked with another one. */
  counter: number;
  sentMs: number;
  tries: number;
  outcome: "" | "returned" | "failed";
}

/** Has nodes return to the program that they had before, which lies beside the one that runs. */
export class BackRun implements Run {
  readonly ended: Promise<void>;
  readonly #options: BackOptions;
  readonly #nodes: readonly Returning[];
  #end: () => void = () => {};
  #isClosed = false;
  #startedMs = 0;
  #cancel: () => void = () => {};

  constructor(options: BackOptions) {
    this.#options = options;
    this.ended = new Promise((resolve) => (this.#end = resolve));
    const fresh = { nonce: "", usedNonce: "", counter: 0, sentMs: -Infinity, tries: 0, outcome: "" } as const;
    this.#nodes = options.nodes.map((node) => ({ ...node, ...fresh }));
  }

  /** Whether all of them returned. */
  get isDone(): boolean {
    return this.#nodes.every(({ outcome }) => outcome === "returned");
  }

  start(): void {
    this.#startedMs = this.#options.time.nowMs();
    this.#tick();
  }

  connected(): void {
    // What was not answered is said again in time.
  }

  receive(topic: string, payload: Buffer, isRetained: boolean): void {
    const node = this.#nodes.find(({ topics }) => topics.nonce === topic || topics.want === topic);
    if (node === undefined) return;
    if (topic === node.topics.nonce) {
      const nonce = payload.toString("latin1");
      if (formOf(nonce) !== 2) return;
      node.nonce = nonce;
      // One that sleeps publishes it when it wakes, and does not listen for long.
      if (!isRetained && node.outcome === "" && this.#isDue(node)) this.#send(node);
    } else if (!isRetained) {
      const word = readNodeWord(payload);
      if (word !== undefined) this.#hear(node, word);
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
    this.#end();
  }

  #hear(node: Returning, word: NodeWord): void {
    // Before anything was sent, it is no answer.
    if (node.outcome !== "" || node.usedNonce === "") return;
    if (word.says === "came back" && word.why === LEFT)
      this.#ends(node, "returned", "runs the program that it had before");
    if (word.says !== "refused" || word.id !== BACK_ID) return;
    const isCounter = word.reason === "counter" && word.number !== node.counter;
    if ((word.reason === "nonce" || isCounter) && ++node.tries < MOST_TRIES) {
      if (isCounter) node.counter = word.number;
      node.sentMs = -Infinity;
    } else {
      this.#ends(node, "failed", refusalText(word.reason, word.number, 0));
    }
  }

  #tick(): void {
    const { time, mostMs } = this.#options;
    const isLate = time.nowMs() - this.#startedMs >= mostMs;
    for (const node of this.#nodes.filter(({ outcome }) => outcome === "")) {
      if (isLate) this.#ends(node, "failed", this.#lateText(node));
      else if (this.#isDue(node)) this.#send(node);
    }
    if (this.#nodes.every(({ outcome }) => outcome !== "")) this.close();
    else if (!this.#isClosed) this.#cancel = time.after(TICK_MS, () => this.#tick());
  }

  #isDue({ sentMs }: Returning): boolean {
    return this.#options.time.nowMs() - sentMs >= AGAIN_MS;
  }

  /** Each nonce is good for one word: where it was heard, there will be another. */
  #send(node: Returning): void {
    const { key, publish, time } = this.#options;
    if (node.nonce === "") return;
    node.usedNonce = node.nonce;
    node.sentMs = time.nowMs();
    const payload = signBack(key, node.counter, node.nonce, node.topics.nonce);
    publish(node.topics.update, payload, { qos: 1, retain: false }).catch(() => undefined);
  }

  #lateText({ nonce, topics }: Returning): string {
    return nonce === ""
      ? `has published no nonce on ${topics.nonce}: it has not been online yet, or this user may not read there`
      : "did not say that it returned: look at its console";
  }

  #ends(node: Returning, outcome: "returned" | "failed", text: string): void {
    node.outcome = outcome;
    this.#options.tell(node.label, text);
  }
}
