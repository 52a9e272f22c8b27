import type { Aedes } from "aedes" with { "resolution-mode": "import" };
import type { ClientIdentity } from "../network/network";
import type { BoardEnd, Target, TargetOutcome } from "../network/target";
import type { Broker, Message, PublishOptions } from "./broker";
import { closeAedes, createAedes, publishTo } from "./aedes";
import { joinThroughMemory, leaveKeepAliveToNetwork } from "./memory-connection";
import { MessageLog } from "./message-log";
import { quiescence } from "./quiescence";

/**
 * aedes in this process, reached through memory: no TCP, no port, and the same bytes at the same virtual times in every
 * run. Only boards behind a simulated network can join it.
 */
export class MemoryBroker implements Broker {
  readonly target: Target;
  readonly #log = new MessageLog();
  readonly #isSecure: boolean;
  #aedes: Aedes | undefined;

  /** @param isSecure Whether it speaks TLS; its handshake is then taken as read, with any client. */
  constructor({ isSecure = false } = {}) {
    this.#isSecure = isSecure;
    this.target = {
      connect: (board, tls) => this.#connect(board, tls),
      advance: (nowMs) => {
        this.#log.nowMs = nowMs;
      },
      settle: quiescence,
      close: () => {},
    };
  }

  get messages(): readonly Message[] {
    return this.#log.messages;
  }

  async start(): Promise<void> {
    if (this.#aedes !== undefined) return;
    const aedes = await createAedes(this.#log);
    leaveKeepAliveToNetwork(aedes);
    this.#aedes = aedes;
  }

  async stop(): Promise<void> {
    const aedes = this.#aedes;
    this.#aedes = undefined;
    if (aedes !== undefined) await closeAedes(aedes);
    await quiescence();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Resolves once every subscriber has been written to. @throws Error while the broker is stopped */
  async publish(topic: string, payload: string | Buffer, options?: PublishOptions): Promise<void> {
    if (this.#aedes === undefined) throw new Error(`cannot publish on ${topic}: the broker is stopped`);
    await publishTo(this.#aedes, topic, payload, options);
    await quiescence();
  }

  onMessage(listener: (message: Message) => void): void {
    this.#log.onMessage(listener);
  }

  #connect(board: BoardEnd, tls: ClientIdentity | undefined): TargetOutcome {
    if (this.#aedes === undefined) return { failure: "refused" };
    if (this.#isSecure !== (tls !== undefined)) {
      // Neither understands the other, and the broker hangs up.
      if (tls === undefined) board.ended();
      else board.shaken(-1);
      return { peer: { write: () => {}, close: () => {}, abort: () => {} } };
    }
    if (tls !== undefined) board.shaken(0);
    return { peer: joinThroughMemory(this.#aedes, board) };
  }
}
