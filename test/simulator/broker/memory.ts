import { Duplex } from "node:stream";
import type { Aedes, Client, ConnectPacket } from "aedes" with { "resolution-mode": "import" };
import type { ClientIdentity } from "../network/network";
import type { BoardEnd, Peer, Target, TargetOutcome } from "../network/target";
import type { Broker, Message, PublishOptions } from "./broker";
import { closeAedes, createAedes, publishTo } from "./aedes";
import { MessageLog } from "./message-log";
import { quiescence } from "./quiescence";

/** What of a client of aedes depends on the wall clock or on chance; its types do not mention it. */
interface UnpredictableClient {
  _connectTimer: NodeJS.Timeout;
  _nextId: number;
}

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
    // The network measures the keep alive on the board's clock (network/keep-alive.ts); aedes would on the wall's.
    aedes.preConnect = (_client, packet: ConnectPacket, callback) => {
      packet.keepalive = 0;
      callback(null, true);
    };
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
    const connection = new Connection(board);
    const client: Client & Partial<UnpredictableClient> = this.#aedes.handle(connection);
    clearTimeout(client._connectTimer);
    // aedes starts packet identifiers at random; the same run shall give the same bytes.
    client._nextId = 1;
    return { peer: connection.peer };
  }
}

/** The broker's end of a connection as aedes wants it: a stream. */
class Connection extends Duplex {
  /** The other end of it, the board's. */
  readonly peer: Peer = {
    write: (bytes) => this.push(Buffer.from(bytes, "latin1")),
    close: () => this.push(null),
    abort: () => {
      this.#aborted = true;
      this.destroy();
    },
  };
  readonly #board: BoardEnd;
  #aborted = false;

  constructor(board: BoardEnd) {
    // Larger than anything in flight at once, so that nothing ever waits for "drain".
    super({ readableHighWaterMark: 1 << 24, writableHighWaterMark: 1 << 24, decodeStrings: true });
    this.#board = board;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#board.received(chunk.toString("latin1"));
    done();
  }

  override _destroy(_error: Error | null, done: (error: Error | null) => void): void {
    if (!this.#aborted) this.#board.ended();
    done(null);
  }
}
