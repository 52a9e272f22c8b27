import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import type { LiveAddress } from "../network/live";
import type { ConnectionEvent, Order, Share, Word } from "./protocol";

const RUN_TYPESCRIPT = resolve(__dirname, "../../../.config/run-typescript.cjs");

/** What one process has counted. */
export type Counted = Extract<Word, { tell: "counted" }>;

/** A process with some of the boards. */
export class FleetWorker {
  /** Called with connections of its nodes, as they come. */
  onConnections: (events: readonly ConnectionEvent[]) => void = () => {};
  /** Rejects when it cannot go on. */
  readonly failed: Promise<never>;
  readonly share: Share;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<Word["tell"], (word: Word) => void>();

  constructor(share: Share) {
    this.share = share;
    this.#child = fork(join(__dirname, "worker.ts"), { execArgv: ["-r", RUN_TYPESCRIPT] });
    this.failed = new Promise((_, reject) => {
      this.#child.on("message", (word: Word) => {
        if (word.tell === "failed") reject(new Error(word.problem));
        else if (word.tell === "connections") this.onConnections(word.events);
        else this.#waiting.get(word.tell)?.(word);
      });
      this.#child.once("exit", (code) => reject(new Error(`a worker of the fleet ended by itself with code ${code}`)));
    });
    // Who waits for nothing of it still may have to end it.
    this.failed.catch(() => {});
  }

  /** Boots its boards. @returns what a node took of it, in milliseconds and in bytes */
  prepare(): Promise<Extract<Word, { tell: "ready" }>> {
    return this.#ask({ do: "prepare", share: this.share }, "ready");
  }

  begin(atMs: number): void {
    this.#order({ do: "begin", atMs });
  }

  tellAddress(broker: number, state: LiveAddress["state"]): void {
    this.#order({ do: "address", broker, state });
  }

  set latencyMs(ms: number) {
    this.#order({ do: "latency", ms });
  }

  takeWifi(away: readonly number[]): void {
    this.#order({ do: "wifi", away });
  }

  count(): Promise<Counted> {
    return this.#ask({ do: "count" }, "counted");
  }

  cut(): void {
    this.#order({ do: "cut" });
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exited;
  }

  #order(order: Order): void {
    // One that has ended takes no orders; whether it was to end, `failed` tells.
    if (this.#child.connected) this.#child.send(order, () => {});
  }

  #ask<Tell extends Word["tell"]>(order: Order, tell: Tell): Promise<Extract<Word, { tell: Tell }>> {
    const answer = new Promise<Word>((resolve) => this.#waiting.set(tell, resolve));
    this.#order(order);
    return Promise.race([answer as Promise<Extract<Word, { tell: Tell }>>, this.failed]);
  }
}
