import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { Aedes } from "aedes" with { "resolution-mode": "import" };
import { closeAedes, storeAtOnce } from "../broker/aedes";
import type { BrokerProcess } from "./broker-process";

/** aedes in this process, with its store in memory: what it knew is gone whenever it ends. */
export class AedesProcess implements BrokerProcess {
  readonly #port: number;
  readonly #sockets = new Set<Socket>();
  #running: { aedes: Aedes; server: Server } | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  async start(): Promise<void> {
    // An ES module, out of reach of require.
    const { Aedes } = await import("aedes");
    const aedes = await Aedes.createBroker();
    storeAtOnce(aedes);
    const server = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      aedes.handle(socket);
    });
    server.listen(this.#port, "127.0.0.1");
    await once(server, "listening");
    this.#running = { aedes, server };
  }

  /** Sessions end without wills, as aedes closes. */
  end(): Promise<void> {
    return this.#stop(false);
  }

  kill(): Promise<void> {
    return this.#stop(true);
  }

  async #stop(isAtOnce: boolean): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    const closed = once(running.server, "close");
    running.server.close();
    if (isAtOnce) for (const socket of this.#sockets) socket.resetAndDestroy();
    await closeAedes(running.aedes);
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
