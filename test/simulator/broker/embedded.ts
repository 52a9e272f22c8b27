import { once } from "node:events";
import type { AddressInfo, Server, Socket } from "node:net";
import { createServer } from "node:net";
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
  #running: { aedes: Aedes; server: Server } | undefined;

  /** @param port 0: one that is free, chosen at the first start */
  constructor(port = 0) {
    this.#port = port;
    this.target = new TcpTarget(
      this.host,
      () => this.#port,
      (nowMs) => {
        this.#log.nowMs = nowMs;
      },
    );
    this.#log.onMessage(() => this.target.moved());
  }

  get port(): number {
    return this.#port;
  }

  get messages(): readonly Message[] {
    return this.#log.messages;
  }

  /** @throws PortTakenError */
  async start(): Promise<void> {
    if (this.#running !== undefined) return;
    const server = await listen(this.host, this.#port);
    const aedes = await createAedes(this.#log);
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      aedes.handle(socket);
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#running = { aedes, server };
  }

  async stop(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    const closed = once(running.server, "close");
    running.server.close();
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

async function listen(host: string, port: number): Promise<Server> {
  const server = createServer({ noDelay: true });
  try {
    server.listen(port, host);
    await once(server, "listening");
    return server;
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
