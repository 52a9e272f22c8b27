import { once } from "node:events";
import { createServer, type AddressInfo, type Server as TcpServer, type Socket } from "node:net";
import type { Aedes } from "aedes" with { "resolution-mode": "import" };
import { closeAedes, createAedes } from "../simulator/broker/aedes";
import { MessageLog } from "../simulator/broker/message-log";
import { FORBIDDEN, HOST, PASSWORD, USERNAME, type Server } from "./server";

/**
 * aedes in this process. It keeps sessions in memory: what is restarted is its listener with every connection, not the store,
 * as with one of its persistent ones.
 */
export class AedesServer implements Server {
  readonly name = "aedes";
  readonly limits = {};
  port = 0;
  readonly #sockets = new Set<Socket>();
  #aedes: Aedes | undefined;
  #listener: TcpServer | undefined;

  async start(): Promise<void> {
    if (this.#aedes === undefined) {
      this.#aedes = await createAedes(new MessageLog());
      this.#aedes.authenticate = (_client, username, password, done) => {
        if (username === USERNAME && String(password) === PASSWORD) done(null, true);
        else done(Object.assign(new Error("refused"), { returnCode: 4 as const }), null);
      };
      this.#aedes.authorizeSubscribe = (_client, subscription, done) =>
        done(null, subscription.topic === FORBIDDEN ? null : subscription);
    }
    const aedes = this.#aedes;
    this.#listener = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      aedes.handle(socket);
    });
    this.#listener.listen(this.port, HOST);
    await once(this.#listener, "listening");
    this.port = (this.#listener.address() as AddressInfo).port;
  }

  async restart(): Promise<void> {
    await this.#closeListener();
    await this.start();
  }

  async stop(): Promise<void> {
    await this.#closeListener();
    if (this.#aedes !== undefined) await closeAedes(this.#aedes);
  }

  async #closeListener(): Promise<void> {
    const listener = this.#listener;
    if (listener === undefined) return;
    this.#listener = undefined;
    const closed = once(listener, "close");
    listener.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
