import { once } from "node:events";
import type { AddressInfo, Server, Socket } from "node:net";
import { createServer } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import type { Aedes } from "aedes" with { "resolution-mode": "import" };
import { BrokerError } from "./broker-error";
import { TcpTarget } from "../network/tcp";
import { closeAedes, createAedes, publishTo } from "./aedes";
import type { Message, PublishOptions, TcpBroker } from "./broker";
import { MessageLog } from "./message-log";

/** The port asked for is in use; whoever asked may try another. */
export class PortTakenError extends BrokerError {
  override readonly name = "PortTakenError";
}

/** aedes in this process, listening on 127.0.0.1 so that any other client on this machine can join. */
export class EmbeddedBroker implements TcpBroker {
  readonly host = "127.0.0.1";
  readonly target: TcpTarget;
  readonly #log = new MessageLog();
  readonly #sockets = new Set<Socket>();
  #port: number;
  readonly #tls: TlsOptions | undefined;
  #securePort = 0;
  #running: { aedes: Aedes; servers: Server[] } | undefined;

  /**
   * @param port 0: one that is free, chosen at the first start
   * @param tls What it speaks TLS with, on a port of its own that is free
   */
  constructor(port = 0, tls?: TlsOptions) {
    this.#port = port;
    this.#tls = tls;
    this.target = new TcpTarget(
      this.host,
      (isSecure) => (isSecure && this.#tls !== undefined ? this.#securePort : this.#port),
      (nowMs) => {
        this.#log.nowMs = nowMs;
      },
    );
    this.#log.onMessage(() => this.target.moved());
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
    const aedes = await createAedes(this.#log);
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

  async stop(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    const closed = Promise.all(running.servers.map((server) => once(server, "close")));
    for (const server of running.servers) server.close();
    await closeAedes(running.aedes);
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    this.target.moved();
  }

  async restart(): Promise<void> {
    await this.stop();
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
