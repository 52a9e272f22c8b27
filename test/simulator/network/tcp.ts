import { setImmediate, setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { ClientIdentity, ConnectFailure } from "./network";
import type { RelayReport, RelayRequest } from "./relay";
import { outcomes, relay } from "./relay";
import type { BoardEnd, Target, TargetOutcome } from "./target";

/** As long as the ESP32 waits for an address that never answers. */
const connectTimeoutMs = 10_000;
/** The main thread waits a little longer, so that the relay's own word counts. */
const graceMs = 1_000;
/** A conversation with a broker that cannot be asked counts as settled when nothing has moved for so long … */
const quietMs = 10;
/** … and is not waited for longer than this. */
const longestSettleMs = 500;
/** A broker that has not answered by then, on however busy a machine, is gone. */
const longestAnswerMs = 10_000;

/**
 * A TCP address. The engine's connect blocks until the outcome is known, and Node has no such connect: so a thread of its
 * own owns the sockets, and this one sleeps until it tells. That works with a broker in this very thread too, because the
 * operating system completes a connection before the listener accepts it.
 *
 * How long real bytes take is not under control: runs over TCP repeat in what happens, not to the millisecond.
 */
export class TcpTarget implements Target {
  readonly #host: string;
  readonly #port: (isSecure: boolean) => number;
  readonly #advance: (nowMs: number) => void;
  readonly #boards = new Map<number, BoardEnd>();
  #worker: Worker | undefined;
  #lastId = 0;
  #lastMovedMs = -Infinity;
  readonly #brokerIsThrough: (() => Promise<void>) | undefined;
  readonly #syncs = new Map<number, () => void>();
  #lastSync = 0;

  /**
   * @param port asked at each connect, which may be over TLS, since a port that the system chooses is known only once the broker listens
   * @param advance is told the board's clock
   * @param brokerIsThrough resolves once the broker has dealt with everything it had received when it was called
   */
  constructor(
    host: string,
    port: (isSecure: boolean) => number,
    advance: (nowMs: number) => void = () => {},
    brokerIsThrough?: () => Promise<void>,
  ) {
    this.#brokerIsThrough = brokerIsThrough;
    this.#host = host;
    this.#port = port;
    this.#advance = advance;
  }

  connect(board: BoardEnd, tls?: ClientIdentity): TargetOutcome {
    const id = ++this.#lastId;
    const outcome = new Int32Array(new SharedArrayBuffer(4));
    this.#ask({ id, host: this.#host, port: this.#port(tls !== undefined), outcome, tls });
    Atomics.wait(outcome, 0, 0, connectTimeoutMs + graceMs);
    const code = Atomics.load(outcome, 0);
    if (code !== outcomes.connected) {
      const failure = (["refused", "unknown host"] as const).find((each) => outcomes[each] === code);
      return { failure: failure ?? ("timed out" satisfies ConnectFailure) };
    }
    this.moved();
    this.#boards.set(id, board);
    return {
      peer: {
        write: (bytes) => this.#ask({ id, bytes }),
        close: () => this.#ask({ id, finish: "end" }),
        abort: () => this.#ask({ id, finish: "reset" }),
      },
    };
  }

  advance(nowMs: number): void {
    this.#advance(nowMs);
  }

  /** Something moved that this target cannot see, such as a message from another client: `settle` waits anew. */
  moved(): void {
    this.#lastMovedMs = performance.now();
  }

  async settle(): Promise<void> {
    await this.#sync();
    if (this.#brokerIsThrough === undefined) {
      await this.#quiet();
    } else {
      await Promise.race([this.#brokerIsThrough(), setTimeout(longestAnswerMs, undefined, { ref: false })]);
    }
    await this.#sync();
  }

  /** Resolves once the relay has nothing more to hand on in either direction. */
  async #sync(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    const number = ++this.#lastSync;
    worker.ref();
    await new Promise<void>((resolve) => {
      this.#syncs.set(number, resolve);
      worker.postMessage({ sync: number } satisfies RelayRequest);
    });
    worker.unref();
  }

  async #quiet(): Promise<void> {
    const startMs = performance.now();
    await setImmediate();
    while (this.#boards.size > 0 && performance.now() - startMs < longestSettleMs) {
      const leftMs = this.#lastMovedMs + quietMs - performance.now();
      if (leftMs <= 0) return;
      await setTimeout(Math.ceil(leftMs));
    }
  }

  close(): void {
    this.#boards.clear();
    void this.#worker?.terminate();
    this.#worker = undefined;
    for (const resolve of this.#syncs.values()) resolve();
    this.#syncs.clear();
  }

  #ask(request: RelayRequest): void {
    this.moved();
    this.#worker ??= this.#start();
    this.#worker.postMessage(request);
  }

  #start(): Worker {
    const worker = new Worker(`(${relay})(${JSON.stringify(outcomes)},${connectTimeoutMs})`, { eval: true });
    worker.on("message", (report: RelayReport) => {
      if ("sync" in report) {
        this.#syncs.get(report.sync)?.();
        this.#syncs.delete(report.sync);
        return;
      }
      this.moved();
      const board = this.#boards.get(report.id);
      if ("bytes" in report) {
        board?.received(report.bytes);
      } else if ("handshake" in report) {
        board?.shaken(report.handshake);
      } else {
        this.#boards.delete(report.id);
        if (report.ending === "left") board?.left();
        else if (report.ending === "ended") board?.ended();
        else board?.reset();
      }
    });
    // Sockets alone keep no process alive: whoever waits for them does. After the listener, which would undo it.
    worker.unref();
    return worker;
  }
}
