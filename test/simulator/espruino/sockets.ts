import type { Air, WirelessLink } from "../air";
import type { VirtualTime } from "../virtual-time";
import type { Callbacks } from "./callbacks";
import { define, newConnection, pendingOf, type Connection } from "./connection";
import type { Memory } from "./memory";
import type { Intrinsics } from "./realm";
import { tlsIdentity } from "./tls-identity";

/** What the engine moves in one idle pass, per socket and direction. */
const CHUNK_BYTES = 536;
/** What is kept of data that nobody listens for. */
const STREAM_BUFFER_BYTES = 512;
/** How long an idle pass takes that does nothing but deliver the same data again. */
const REPEATING_PASS_US = 1000;
/** The chip's TCP has ten; the telnet console listens on one while it is open. */
const SOCKETS = 10;
const LONGEST_HOST = 127;

type SocketError = { code: number; message: string };
/** What the engine's sockets say for codes that are not their own, such as mbedTLS's. */
const UNKNOWN_ERROR = "unknown error";
/** MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY */
const CLOSE_NOTIFY = -0x7880;
const UNSENT_DATA: SocketError = { code: -8, message: "unsent data" };

/** What sockets need of the engine and its chip. */
export interface SocketsHost {
  readonly air: Air;
  readonly time: VirtualTime;
  readonly callbacks: Callbacks;
  readonly memory: Memory;
  readonly intrinsics: Intrinsics;
  print(line: string): void;
  /** How many of the chip's sockets the engine itself uses now. */
  reservedSockets(): number;
}

/** The module `net`: connections and what the engine does with them in each idle pass. */
export class Sockets {
  readonly #air: Air;
  readonly #time: VirtualTime;
  readonly #callbacks: Callbacks;
  readonly #memory: Memory;
  readonly #intrinsics: Intrinsics;
  readonly #print: (line: string) => void;
  readonly #reservedSockets: () => number;
  #connections: Connection[] = [];
  /** Sockets that the engine has lost sight of until the next reset. */
  #forgotten = 0;

  constructor(host: SocketsHost) {
    this.#air = host.air;
    this.#time = host.time;
    this.#callbacks = host.callbacks;
    this.#memory = host.memory;
    this.#intrinsics = host.intrinsics;
    this.#print = host.print;
    this.#reservedSockets = host.reservedSockets;
  }

  /** @param isTls As the module `tls` does it. */
  connect(options: unknown, connected: unknown, isTls = false): unknown {
    const { InternalError } = this.#intrinsics;
    if (typeof options !== "object" || options === null) {
      this.#print("ERROR: Expecting Options to be an Object");
      return undefined;
    }
    if (connected !== undefined && typeof connected !== "function") {
      this.#print("ERROR: Expecting Callback Function");
      return undefined;
    }
    const connection = newConnection(this.#callbacks, this.#intrinsics, () => this.#room());
    const { socket } = connection;
    if (connected !== undefined) define(socket, "#onconnect", connected);
    this.#connections.push(connection);

    const { host, port } = options as { host?: unknown; port?: unknown };
    const name = host === undefined ? "127.0.0.1" : String(host).slice(0, LONGEST_HOST);
    const open = this.#connections.filter((each) => each.link !== undefined).length;
    if (open + this.#forgotten + this.#reservedSockets() >= SOCKETS) {
      connection.isEnded = true;
      throw new InternalError("Unable to create socket");
    }
    const identity = isTls ? tlsIdentity(options as Record<string, unknown>) : undefined;
    const outcome = this.#air.connect(name, Number(port) & 0xffff, this.#time.nowMs, identity?.tls);
    this.#time.advance(outcome.blockedMs);
    if (identity?.problem !== undefined) {
      // The engine makes the socket first, and then forgets to close it.
      connection.isEnded = true;
      this.#forgotten++;
      throw new InternalError(`HTTPS init failed! ${identity.problem}`);
    }
    if ("failure" in outcome) {
      connection.isEnded = true;
      if (outcome.failure === "unknown host") throw new InternalError("Unable to locate host");
      throw new InternalError("Unable to create socket");
    }
    connection.link = outcome.link;
    return socket;
  }

  /** A `data` listener was added; what was kept for it is on its way. */
  listenerAdded(object: unknown): void {
    const connection = this.#connections.find((each) => each.socket === object);
    if (connection?.kept === undefined) return;
    this.#callbacks.queueListeners(connection.socket, "data", [connection.kept]);
    connection.kept = undefined;
  }

  /**
   * One idle pass over every connection.
   * @returns whether anything moved
   */
  idle(): boolean {
    let hasMoved = false;
    for (const connection of [...this.#connections]) hasMoved = this.#idleOne(connection) || hasMoved;
    return hasMoved;
  }

  /** When a pass is due by itself, on the virtual clock in µs. */
  get nextUs(): number {
    const isRepeating = this.#connections.some((each) => each.isRepeating);
    return isRepeating ? this.#time.nowUs + REPEATING_PASS_US : Infinity;
  }

  reset(): void {
    this.#connections = [];
    this.#forgotten = 0;
  }

  /** In the order of the engine's `socketClientConnectionsIdle`: deliver, send, receive, deliver, close. */
  #idleOne(connection: Connection): boolean {
    let hasMoved = false;
    let failure: Error | undefined;
    let closes = connection.isEnded;
    let isLost = false;
    let code = 0;
    const { link, socket } = connection;
    let rest = connection.received;
    if (link !== undefined) {
      // As in the engine, what this delivers is not struck out: it comes again in each pass until more is received.
      rest = this.#deliver(connection, rest, false);
      connection.isRepeating = rest === "" && connection.received !== "";
      const handshake = closes ? 0 : this.#air.handshake(link, this.#time.nowMs);
      if (handshake === "pending") {
        // Nothing is sent or read, but the connection counts as made.
        hasMoved = this.#connected(connection) || hasMoved;
        if (pendingOf(socket) === "" && connection.isEnding) closes = true;
      } else if (handshake !== 0) {
        closes = isLost = true;
        const { InternalError } = this.#intrinsics;
        failure = new InternalError(`mbedtls_ssl_handshake returned -0x${(-handshake).toString(16)}`);
      } else if (!closes) {
        if (pendingOf(socket) !== "") hasMoved = this.#send(connection, link);
        else if (connection.isEnding) closes = true;
        const bytes = this.#air.read(link, CHUNK_BYTES, this.#time.nowMs);
        const state = this.#air.state(link, this.#time.nowMs);
        if (bytes === "" && state !== "open") {
          closes = true;
          if (state === "left") code = CLOSE_NOTIFY;
          isLost = true;
        } else {
          hasMoved = this.#connected(connection) || hasMoved;
          if (bytes !== "") {
            hasMoved = true;
            rest = connection.received = this.#deliver(connection, rest + bytes, false);
          }
        }
      }
    }
    if (!closes) return hasMoved;
    // A listener that is missing with more waiting than can be kept holds up the close.
    if (this.#deliver(connection, rest, true) !== "") return hasMoved;
    this.#close(connection, isLost, code);
    if (failure !== undefined) {
      // Raised while idle, and seen once the events have run.
      this.#callbacks.queue(
        () => {
          throw failure;
        },
        undefined,
        [],
      );
    }
    return true;
  }

  /** @returns whether this is the first pass in which the connection stands */
  #connected(connection: Connection): boolean {
    if (connection.isConnected) return false;
    connection.isConnected = true;
    this.#callbacks.queueListeners(connection.socket, "connect", [connection.socket]);
    if (pendingOf(connection.socket) === "") {
      this.#callbacks.queueListeners(connection.socket, "drain", [connection.socket]);
    }
    return true;
  }

  #send(connection: Connection, link: WirelessLink): boolean {
    const { socket } = connection;
    const pending = pendingOf(socket);
    const count = this.#air.write(link, pending.slice(0, CHUNK_BYTES), this.#time.nowMs);
    if (count === 0) return false;
    if (count < pending.length) {
      // The rest is copied; what has no room is dropped without a word.
      socket.dSnd = pending.slice(count, count + this.#room());
    } else socket.dSnd = "";
    if (socket.dSnd === "" && !connection.isEnding) this.#callbacks.queueListeners(socket, "drain", [socket]);
    return true;
  }

  /**
   * Gives received data to the listener at once, not through the queue, or keeps it.
   * @param isForced keep what fits and drop nothing: the caller is about to close
   * @returns what could not be taken
   */
  #deliver(connection: Connection, received: string, isForced: boolean): string {
    const { socket } = connection;
    if (received === "") return "";
    const listeners = socket["#ondata"];
    if (listeners !== undefined) {
      if (this.#callbacks.runListeners("data", listeners, socket, [received]) === "interrupted") {
        this.#print("ERROR: Error processing Serial data handler - removing it.");
        delete socket["#ondata"];
      }
      return "";
    }
    if (connection.kept === undefined) {
      // However long it is: this is the first chunk.
      connection.kept = received;
      return "";
    }
    const fits = connection.kept.length + received.length <= STREAM_BUFFER_BYTES;
    if (fits || isForced) {
      connection.kept += received.slice(0, Math.max(0, STREAM_BUFFER_BYTES - connection.kept.length));
    }
    return fits ? "" : received;
  }

  /** @param code An error of mbedTLS that ended it, or 0. */
  #close(connection: Connection, isLost: boolean, code: number): void {
    const { socket, link } = connection;
    this.#connections = this.#connections.filter((each) => each !== connection);
    if (link !== undefined) this.#air.close(link, this.#time.nowMs);
    connection.isEnded = true;
    connection.isEnding = true;
    const isUnsent = isLost && pendingOf(socket) !== "";
    const error = code !== 0 ? { code, message: UNKNOWN_ERROR } : isUnsent ? UNSENT_DATA : undefined;
    if (error !== undefined) {
      const details = this.#intrinsics.newObject();
      this.#callbacks.queueListeners(socket, "error", [Object.assign(details, error)]);
    }
    this.#callbacks.queueListeners(socket, "end", []);
    this.#callbacks.queueListeners(socket, "close", [error !== undefined]);
  }

  /** How many more characters may wait. */
  #room(): number {
    return this.#memory.freeCharacters(this.pendingCharacters);
  }

  /** Characters that wait in all sockets, for the report of memory in use. */
  get pendingCharacters(): number {
    return this.#connections.reduce((sum, each) => sum + pendingOf(each.socket).length, 0);
  }
}
