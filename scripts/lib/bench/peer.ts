import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { generate, parser } from "mqtt-packet";
import { COMMAND_PACKET } from "./workload";

/**
 * How long after a connection the first command leaves at the earliest: a client that reads one packet of each chunk would miss
 * one that came along with CONNACK.
 */
const CONNACK_ALONE_MS = 200;

/**
 * The other end of a measured client: a server with one client that takes all and answers what has to be answered, and
 * beside it a second connection on which the measuring script says what it wants next:
 *
 *   m  one command on the client's connection, in one piece
 *   9s commands without a pause, as many as the number says
 *   e  one byte in answer on the same connection
 *
 * After each PUBACK a byte follows there too.
 */
export class Peer {
  /** Application messages that arrived. */
  published = 0;
  readonly #payloads = new Map<string, Map<string, number>>();
  readonly #client = createServer((socket) => this.#serve(socket));
  readonly #control = createServer((socket) => this.#obey(socket));
  readonly #sockets = new Set<Socket>();
  readonly #left: Promise<void>[] = [];
  #wishes = "";
  /** The two connections, or what is owed to one that is not accepted yet. */
  #toClient: Socket | string = "";
  #toControl: Socket | string = "";

  /** Listens on free ports of this machine. */
  static async listen(): Promise<Peer> {
    const peer = new Peer();
    for (const server of [peer.#client, peer.#control]) {
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
    }
    return peer;
  }

  get clientPort(): number {
    return portOf(this.#client);
  }

  get controlPort(): number {
    return portOf(this.#control);
  }

  /** What was published on a topic, and how often. */
  payloads(topic: string): ReadonlyMap<string, number> {
    return this.#payloads.get(topic) ?? new Map();
  }

  /** Resolves once everybody who connected is gone, and all that was sent has been counted. */
  async untilLeft(): Promise<void> {
    await Promise.all(this.#left);
  }

  close(): void {
    this.#client.close();
    this.#control.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #keep(socket: Socket): void {
    socket.setNoDelay();
    // The interpreter leaves without a farewell.
    socket.on("error", () => {});
    this.#sockets.add(socket);
    this.#left.push(new Promise((resolve) => socket.once("close", () => resolve())));
  }

  #serve(socket: Socket): void {
    this.#keep(socket);
    setTimeout(() => (this.#toClient = settle(socket, this.#toClient)), CONNACK_ALONE_MS);
    const reader = parser({ protocolVersion: 4 });
    reader.on("packet", (packet) => {
      if (packet.cmd === "connect") {
        socket.write(generate({ cmd: "connack", returnCode: 0, sessionPresent: false }));
      } else if (packet.cmd === "subscribe") {
        socket.write(
          generate({ cmd: "suback", messageId: packet.messageId!, granted: packet.subscriptions.map(() => 0) }),
        );
      } else if (packet.cmd === "pingreq") {
        socket.write(generate({ cmd: "pingresp" }));
      } else if (packet.cmd === "publish") {
        this.#count(packet.topic, packet.payload.toString("latin1"));
        if (packet.qos === 1) {
          socket.write(generate({ cmd: "puback", messageId: packet.messageId! }));
          this.#toControl = send(this.#toControl, "p");
        }
      }
    });
    socket.on("data", (bytes) => void reader.parse(bytes));
  }

  #count(topic: string, payload: string): void {
    this.published++;
    const counts = this.#payloads.get(topic) ?? new Map<string, number>();
    this.#payloads.set(topic, counts.set(payload, (counts.get(payload) ?? 0) + 1));
  }

  #obey(socket: Socket): void {
    this.#keep(socket);
    this.#toControl = settle(socket, this.#toControl);
    socket.on("data", (bytes) => {
      this.#wishes = (this.#wishes + bytes.toString("latin1")).replace(/m|e|(\d+)s/g, (wish, count) => {
        if (wish === "e") socket.write("e");
        else this.#toClient = send(this.#toClient, COMMAND_PACKET.repeat(Number(count ?? 1)));
        return "";
      });
    });
  }
}

/** From now on bytes go to this socket, at first those that are owed. */
function settle(socket: Socket, owed: Socket | string): Socket {
  if (typeof owed === "string") socket.write(owed, "latin1");
  return socket;
}

/** Sends bytes, or notes that they are owed. @returns the connection, or all that is owed to it */
function send(to: Socket | string, bytes: string): Socket | string {
  if (typeof to === "string") return to + bytes;
  to.write(bytes, "latin1");
  return to;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
