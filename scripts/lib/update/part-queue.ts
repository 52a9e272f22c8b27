import type { After } from "../broker/standing-connection";

/** The time that an update goes by. */
export interface Time {
  nowMs(): number;
  after: After;
}

/** A part that somebody waits for. */
export interface Wanted {
  offset: number;
  length: number;
}

export interface PartQueueOptions<Node> {
  /** At most so many bytes a second, for all together. */
  bytesPerSecond: number;
  /** Sends a part. @returns how many bytes that are, once they have left */
  send(node: Node, part: Wanted): Promise<number>;
  time: Time;
}

/**
 * The parts that nodes wait for, in turn: of each node one, that which it asked for last. So a flood of wishes takes no more memory than
 * one, no more of the network than is allowed for all, and keeps no other node from its turn.
 */
export class PartQueue<Node> {
  readonly #options: PartQueueOptions<Node>;
  readonly #wanted = new Map<Node, Wanted>();
  #isSending = false;
  #isClosed = false;
  /** When the next part may leave. */
  #freeAtMs = 0;
  #cancel: () => void = () => {};

  constructor(options: PartQueueOptions<Node>) {
    this.#options = options;
  }

  /** How many nodes wait. */
  get length(): number {
    return this.#wanted.size;
  }

  ask(node: Node, part: Wanted): void {
    // Who waits already keeps its place.
    this.#wanted.set(node, part);
    this.#next();
  }

  /** A node waits no longer. */
  forget(node: Node): void {
    this.#wanted.delete(node);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
    this.#wanted.clear();
  }

  #next(): void {
    if (this.#isSending || this.#isClosed || this.#wanted.size === 0) return;
    const { time } = this.#options;
    const waitMs = this.#freeAtMs - time.nowMs();
    this.#isSending = true;
    if (waitMs > 0) this.#cancel = time.after(waitMs, () => void this.#send());
    else void this.#send();
  }

  async #send(): Promise<void> {
    const { time, bytesPerSecond, send } = this.#options;
    for (const [node, part] of this.#wanted) {
      this.#wanted.delete(node);
      try {
        const bytes = await send(node, part);
        this.#freeAtMs = Math.max(this.#freeAtMs, time.nowMs()) + (bytes * 1_000) / bytesPerSecond;
      } catch {
        // The connection is gone: the node asks again.
        this.#freeAtMs = time.nowMs() + 1_000;
      }
      break;
    }
    this.#isSending = false;
    this.#next();
  }
}
