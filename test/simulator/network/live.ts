import { connect } from "node:net";
import type { BoardEnd, Target, TargetOutcome } from "./target";

/** Where a broker listens, and what a connect there comes to: whoever watches the broker keeps that up to date. */
export interface LiveAddress {
  readonly host: string;
  readonly port: number;
  state: "open" | "refused" | "silent";
}

/** What is told of a connection to whoever counts them. */
export interface ConnectionWatch {
  connected(): void;
  sent(bytes: string): void;
  received(bytes: string): void;
  ended(): void;
}

/**
 * A TCP address for one of many boards of one thread, whose clocks are the wall's. Nothing blocks, so no board waits for another:
 * a connect that is refused or that nobody answers is known beforehand, by the address's state, and any other is taken to succeed.
 * One that fails all the same, because the broker has just died, is reset.
 */
export class LiveTarget implements Target {
  readonly isLive = true;
  readonly #address: LiveAddress;
  readonly #arrive: (happen: () => void) => void;
  readonly #watch: () => ConnectionWatch;
  readonly #aborts = new Set<() => void>();

  /**
   * @param arrive lets something happen to the board's end at this moment of its clock, and has the board look at it
   * @param watch is told of a new connection
   */
  constructor(address: LiveAddress, arrive: (happen: () => void) => void, watch: () => ConnectionWatch) {
    this.#address = address;
    this.#arrive = arrive;
    this.#watch = watch;
  }

  connect(board: BoardEnd): TargetOutcome {
    const { host, port, state } = this.#address;
    if (state !== "open") return { failure: state === "refused" ? "refused" : "timed out" };
    const watch = this.#watch();
    const socket = connect({ host, port, noDelay: true });
    let isBroken = false;
    const abort = (): void => void socket.resetAndDestroy();
    this.#aborts.add(abort);
    socket.on("connect", () => watch.connected());
    socket.on("data", (chunk) => {
      const bytes = chunk.toString("latin1");
      watch.received(bytes);
      this.#arrive(() => board.received(bytes));
    });
    socket.on("error", () => (isBroken = true));
    socket.on("close", () => {
      this.#aborts.delete(abort);
      watch.ended();
      this.#arrive(() => (isBroken ? board.reset() : board.ended()));
    });
    return {
      peer: {
        write: (bytes) => {
          watch.sent(bytes);
          socket.write(bytes, "latin1");
        },
        close: () => socket.end(),
        abort,
      },
    };
  }

  advance(): void {}

  /** The clock is the wall's: nothing has to be waited for. */
  settle(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    for (const abort of this.#aborts) abort();
  }
}
