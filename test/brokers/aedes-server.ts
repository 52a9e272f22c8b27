import { once } from "node:events";
import type { AddressInfo, Server as TcpServer, Socket } from "node:net";
import { createServer } from "node:net";
import type { Aedes, AuthenticateError } from "aedes" with { "resolution-mode": "import" };
import { FORBIDDEN, HOST, USER, type Server } from "./server";

/** CONNACK: bad user name or password. Table 3.1 */
const BAD_CREDENTIALS = 4;

/** aedes in this process. Its store is an object in memory: over a restart it is handed to the new instance. */
export class AedesServer implements Server {
  port = 0;
  readonly #sockets = new Set<Socket>();
  #aedes: Aedes | undefined;
  #listener: TcpServer | undefined;
  #persistence: unknown;

  async start(): Promise<void> {
    // An ES module, out of reach of require.
    const { Aedes } = await import("aedes");
    const aedes = await Aedes.createBroker({
      persistence: this.#persistence,
      authenticate: (_client, username, password, done) => {
        if (username === USER.username && password?.toString() === USER.password) done(null, true);
        else
          done(Object.assign(new Error("unknown user"), { returnCode: BAD_CREDENTIALS }) as AuthenticateError, false);
      },
      authorizeSubscribe: (_client, subscription, done) =>
        done(null, subscription.topic.startsWith(`${FORBIDDEN}/`) ? null : subscription),
    });
    this.#persistence = (aedes as unknown as { persistence: unknown }).persistence;
    const listener = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      aedes.handle(socket);
    });
    listener.listen(this.port, HOST);
    await once(listener, "listening");
    this.port = (listener.address() as AddressInfo).port;
    this.#aedes = aedes;
    this.#listener = listener;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const aedes = this.#aedes;
    const listener = this.#listener;
    if (aedes === undefined || listener === undefined) return;
    this.#aedes = undefined;
    const closed = once(listener, "close");
    listener.close();
    await new Promise<void>((resolve) => aedes.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
