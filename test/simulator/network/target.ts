import type { ClientIdentity, ConnectFailure } from "./network";

/** What a target tells the board's end of a connection. */
export interface BoardEnd {
  received(bytes: string): void;
  /** The peer closed its side after everything it sent. */
  ended(): void;
  /** The same over TLS, after the peer said that it would. */
  left(): void;
  /** The TLS handshake is done (0), or failed with this error code of mbedTLS. */
  shaken(code: number): void;
  /** The peer is gone at once. */
  reset(): void;
}

/** The far end of a connection, as the network drives it. */
export interface Peer {
  write(bytes: string): void;
  /** The board closed; what it wrote before still counts. */
  close(): void;
  /** The connection broke; nothing more comes. */
  abort(): void;
}

export type TargetOutcome = { peer: Peer } | { failure: ConnectFailure };

/** What an address leads to: a broker in this process, or a TCP address. */
export interface Target {
  /** Whether the board's clock is the wall's, so that a broker behind it measures keep alive by itself. */
  readonly isLive?: boolean;
  connect(board: BoardEnd, tls?: ClientIdentity): TargetOutcome;
  /** The board's clock has come to `nowMs`. */
  advance(nowMs: number): void;
  /** Resolves once everything sent to the target has been dealt with. */
  settle(): Promise<void>;
  /** Lets go of every connection and whatever else keeps resources. */
  close(): void;
}
