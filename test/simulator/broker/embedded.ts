import { once } from "node:events";
import type { AddressInfo, Server, Socket } from "node:net";
import { createServer } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import type { Aedes } from "aedes" with { "resolution-mode": "import" };
import { BrokerError } from "./broker-error";
import type { Target } from "../network/target";
import { TcpTarget } from "../network/tcp";
import { closeAedes, createAedes, memoryOf, publishTo, type BrokerMemory } from "./aedes";
import type { Message, PublishOptions, TcpBroker } from "./broker";
import { joinThroughMemory, leaveKeepAliveToNetwork } from "./memory-connection";
import { MessageLog } from "./message-log";
import { nearQuiescence } from "./quiescence";

/** The port asked for is in use; whoever asked may try another. */
export class PortTakenError extends BrokerError {
  override readonly name = "PortTakenError";
}

/** aedes in this process, listening on 127.0.0.1 so that any other client on this machine can join. */
export class EmbeddedBroker implements TcpBroker {
  readonly host = "127.0.0.1";
  readonly target: TcpTarget;
  /** The way for a board in this process: through memory, so that its time may go faster; over TCP where it speaks TLS. */
  readonly near: Target;
  readonly #log: MessageLog;
  readonly #sockets = new Set<Socket>();
  #port: number;
  readonly #tls: TlsOptions | undefined;
  #securePort = 0;
  #running: { aedes: Aedes; servers: Server[] } | undefined;
  #memory: BrokerMemory | undefined;

  /**
   * @param port 0: one that is free, chosen at the first start
   * @param tls What it speaks TLS with, on a port of its own that is free; or the handshake is taken as read, with a board in this process
   * @param keeps How many messages it keeps at least
   */
  constructor(port = 0, tls?: TlsOptions | "taken as read", keeps?: number) {
    this.#log = new MessageLog(keeps);
    this.#port = port;
    this.#tls = tls === "taken as read" ? undefined : tls;
    this.target = new TcpTarget(
      this.host,
      (isSecure) => (isSecure && this.#tls !== undefined ? this.#securePort : this.#port),
      (nowMs) => {
        this.#log.nowMs = nowMs;
      },
    );
    this.#log.onMessage(() => this.target.moved());
    let speaksTls = false;
    this.near = {
      connect: (board, identity) => {
        if (identity !== undefined && tls !== "taken as read") {
          speaksTls = true;
          return this.target.connect(board, identity);
        }
        if (this.#running === undefined) return { failure: "refused" };
        if (identity !== undefined) board.shaken(0);
        return { peer: joinThroughMemory(this.#running.aedes, board) };
      },
      advance: (nowMs) => this.target.advance(nowMs),
      settle: async () => {
        await nearQuiescence();
        if (speaksTls) await this.target.settle();
      },
      close: () => this.target.close(),
    };
  }

  get port(): number {
    return this.#port;
  }

  get securePort(): number {
    return this.#securePort;
  }

  get messages(): readonly Message[] {
    return this.#log.messages;
  }

  /** @throws PortTakenError */
  async start(): Promise<void> {
    if (this.#running !== undefined) return;
    const server = createServer({ noDelay: true });
    this.#port = await listen(server, this.host, this.#port);
    const servers = [server];
    const aedes = await createAedes(this.#log, this.#memory);
    this.#memory = undefined;
    leaveKeepAliveToNetwork(aedes);
    const handle = (socket: Socket): void => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      aedes.handle(socket);
    };
    server.on("connection", handle);
    if (this.#tls !== undefined) {
      const secure = createTlsServer({ ...this.#tls, noDelay: true }, handle);
      servers.push(secure);
      this.#securePort = await listen(secure, this.host, this.#securePort);
    }
    this.#running = { aedes, servers };
  }

  /** @param keepsMemory Whether it has its sessions, and what it retains, when it is started again */
  async stop(keepsMemory = false): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    if (keepsMemory) this.#memory = memoryOf(running.aedes);
    const closed = Promise.all(running.servers.map((server) => once(server, "close")));
    for (const server of running.servers) server.close();
    await closeAedes(running.aedes);
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    this.target.moved();
  }

  async restart(keepsMemory = false): Promise<void> {
    await this.stop(keepsMemory);
    await this.start();
  }

  /** Resolves once every subscriber has been written to. @throws Error while the broker is stopped */
  async publish(topic: string, payload: string | Buffer, options?: PublishOptions): Promise<void> {
    if (this.#running === undefined) throw new Error(`cannot publish on ${topic}: the broker is stopped`);
    await publishTo(this.#running.aedes, topic, payload, options);
    this.target.moved();
  }

  onMessage(listener: (message: Message) => void): void {
    this.#log.onMessage(listener);
  }
}

/** @returns the port */
async function listen(server: Server, host: string, port: number): Promise<number> {
  try {
    server.listen(port, host);
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") {
      throw new PortTakenError(`port ${port} on ${host} is taken by another program: choose another port`);
    }
    if (code === "EACCES") {
      throw new BrokerError(`port ${port} on ${host} is not open to this user: choose one from 1024 on`);
    }
    throw error;
  }
}
