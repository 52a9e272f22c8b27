/**
 * The seam between an engine model and the world its sockets reach. The engine model asks for connections and moves bytes
 * when the engine would; what lies behind a link (a broker in this process, a broker over TCP) and what goes wrong on the
 * way (delay, split reads, silence) is the network's affair.
 */

/** The board's end of one TCP connection. Byte strings: every character is 0–255. */
export interface Link {
  /** Takes at most `max` bytes that have arrived by `nowMs`; "" when none have. */
  read(max: number, nowMs: number): string;
  write(bytes: string, nowMs: number): void;
  /** "ended": the peer closed and everything it sent has been read; "reset": the peer is gone, unread bytes with it. */
  state(nowMs: number): "open" | "ended" | "reset";
  /** Closes the board's end; a peer that can be reached sees it. */
  close(nowMs: number): void;
}

export type ConnectFailure = "refused" | "unknown host" | "timed out";

/** What a connect came to, and how long it blocked the engine. */
export type ConnectOutcome = { blockedMs: number; link: Link } | { blockedMs: number; failure: ConnectFailure };

export interface Network {
  /** Connects from the board; answers at once, as the engine's blocking connect does. */
  connect(host: string, port: number, nowMs: number): ConnectOutcome;
  /** The next moment at which something will arrive on some link by itself, on the board's clock; Infinity when none is known. */
  nextArrivalMs(nowMs: number): number;
  /** Resolves once every byte already sent has been dealt with by the other side, so that virtual time may move on. */
  settle(): Promise<void>;
}
