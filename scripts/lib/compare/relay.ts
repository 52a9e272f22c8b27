import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { segments } from "./headers";
import { noTraffic, type Traffic } from "./traffic";

const HOST = "127.0.0.1";

/** A port of this computer behind which a server's port lies: passes on every byte, and counts it. */
export class Relay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #traffic = noTraffic();
  #changes = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @param port Of the server, on 127.0.0.1 */
  static async to(port: number): Promise<Relay> {
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    const relay = new Relay(server);
    server.on("connection", (client) => relay.#join(client, port));
    server.listen(0, HOST);
    await once(server, "listening");
    return relay;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** As it is now; it does not change any more. */
  get traffic(): Traffic {
    return structuredClone(this.#traffic);
  }

  /** Rises with whatever happens. */
  get changes(): number {
    return this.#changes;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #join(client: Socket, port: number): void {
    this.#traffic.opened++;
    this.#changes++;
    const server = connect({ host: HOST, port, allowHalfOpen: true, noDelay: true });
    let open = 2;
    const closed = (): void => {
      if (--open > 0) return;
      this.#traffic.closed++;
      this.#changes++;
    };
    for (const [from, to, flow] of [
      [client, server, this.#traffic.up],
      [server, client, this.#traffic.down],
    ] as const) {
      this.#sockets.add(from);
      from.on("data", (chunk) => {
        flow.bytes += chunk.length;
        flow.segments += segments(chunk.length);
        this.#changes++;
        if (to.write(chunk)) return;
        from.pause();
        to.once("drain", () => from.resume());
      });
      from.on("end", () => to.end());
      // Whoever is cut off cuts off the other.
      from.on("error", () => to.resetAndDestroy());
      from.on("close", () => {
        this.#sockets.delete(from);
        if (from.readableEnded) to.end();
        else to.destroy();
        closed();
      });
    }
  }
}
