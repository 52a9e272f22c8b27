import { Duplex } from "node:stream";
import type { Aedes, Client } from "aedes" with { "resolution-mode": "import" };
import type { BoardEnd, Peer } from "../network/target";

/** What of a client of aedes depends on the wall clock or on chance; its types do not mention it. */
interface UnpredictableClient {
  _connectTimer: NodeJS.Timeout;
  _nextId: number;
}

/** Clients whose keep alive the network measures, on the board's clock (network/keep-alive.ts); aedes would on the wall's. */
const joined = new WeakSet<object>();

/** Connects a board to an aedes through memory: no TCP, no port, and the same bytes at the same virtual times in every run. */
export function joinThroughMemory(aedes: Aedes, board: BoardEnd): Peer {
  const connection = new Connection(board);
  const client: Client & Partial<UnpredictableClient> = aedes.handle(connection);
  joined.add(client);
  clearTimeout(client._connectTimer);
  // aedes starts packet identifiers at random; the same run shall give the same bytes.
  client._nextId = 1;
  return connection.peer;
}

/** For a new aedes. */
export function leaveKeepAliveToNetwork(aedes: Aedes): void {
  aedes.preConnect = (client, packet, callback) => {
    if (joined.has(client)) packet.keepalive = 0;
    callback(null, true);
  };
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
