/**
 * The seam between an engine model and the world its sockets reach. The engine model asks for connections and moves bytes
 * when the engine would; what lies behind a link (a broker in this process, a broker over TCP) and what goes wrong on the
 * way (delay, split reads, silence) is the network's affair.
 */

/** What a TLS client shows where the server asks for it; PEM. */
export interface ClientIdentity {
  cert?: string;
  key?: string;
}

/** How far a TLS handshake has come: 0 where it is done, or there is none; an error code of mbedTLS where it failed. */
export type Handshake = "pending" | number;

/** The board's end of one TCP connection. Byte strings: every character is 0–255. */
export interface Link {
  /** Takes at most `max` bytes that have arrived by `nowMs`; "" when none have. */
  read(max: number, nowMs: number): string;
  write(bytes: string, nowMs: number): void;
  /** How many of the bytes written have reached the peer by `nowMs`. Missing: nobody knows. */
  deliveredBytes?(nowMs: number): number;
  /**
   * "ended": the peer closed and everything it sent has been read; "left": as ended, and over TLS it said that it would;
   * "reset": the peer is gone, unread bytes with it.
   */
  state(nowMs: number): "open" | "ended" | "left" | "reset";
  /** Until it is done nothing is read, and nothing may be written. Missing: there is none. */
  handshake?(nowMs: number): Handshake;
  /** Closes the board's end; a peer that can be reached sees it. */
  close(nowMs: number): void;
}

export type ConnectFailure = "refused" | "unknown host" | "timed out";

/** What a connect came to, and how long it blocked the engine. */
export type ConnectOutcome = { blockedMs: number; link: Link } | { blockedMs: number; failure: ConnectFailure };

export interface Network {
  /**
   * Connects from the board; answers at once, as the engine's blocking connect does.
   * @param tls Given: over TLS. The bytes of the link are then those within it; the handshake goes on by itself.
   */
  connect(host: string, port: number, nowMs: number, tls?: ClientIdentity): ConnectOutcome;
  /** A datagram from the board; what comes back, and after how long. Missing: nobody answers any. */
  datagram?(host: string, port: number, bytes: string, nowMs: number): { afterMs: number; bytes: string } | undefined;
  /** The next moment at which something will arrive on some link by itself, on the board's clock; Infinity when none is known. */
  nextArrivalMs(nowMs: number): number;
  /** Resolves once every byte already sent has been dealt with by the other side, so that virtual time may move on. */
  settle(): Promise<void>;
}
