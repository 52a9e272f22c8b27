import { KeepAlive } from "./keep-alive";
import type { Handshake, Link } from "./network";
import type { BoardEnd, Peer } from "./target";

type Ending = "ended" | "left" | "reset";

/** What one link carried, for tests to look into. */
export interface LinkRecording {
  readonly host: string;
  readonly port: number;
  readonly openedMs: number;
  /** Byte strings with the time at which the board wrote or read them; the first 200,000. */
  readonly transfers: { atMs: number; direction: "sent" | "received"; bytes: string }[];
}

const mostTransfers = 200_000;

/** What every link of a network reads afresh at each step, so that tests can change it at any time. */
export interface LinkConditions {
  /** The latest moment that anything told the network, on the board's clock. */
  readonly nowMs: number;
  /** Time every byte takes in each direction, in ms of the board's clock. */
  delayMs: number;
  /** The most bytes one read brings. */
  splitReads: number;
  /** The board's clock has come to `nowMs`. */
  tick(nowMs: number): void;
}

/** One direction of a link: bytes, then perhaps an ending, each with the time at which it arrives. */
class Pipe {
  #items: (({ bytes: string } | { ending: Ending } | { handshake: number }) & { atMs: number })[] = [];
  #lastMs = -Infinity;

  push(item: { bytes: string } | { ending: Ending } | { handshake: number }, atMs: number): void {
    // A shorter delay does not let later bytes overtake earlier ones.
    this.#lastMs = Math.max(this.#lastMs, atMs);
    this.#items.push({ ...item, atMs: this.#lastMs });
  }

  take(
    nowMs: number,
    bytes: (bytes: string, atMs: number) => void,
    ended: (ending: Ending) => void,
    shaken: (code: number) => void = () => {},
  ): void {
    for (let item = this.#items[0]; item !== undefined && item.atMs <= nowMs; item = this.#items[0]) {
      this.#items.shift();
      if ("bytes" in item) bytes(item.bytes, item.atMs);
      else if ("handshake" in item) shaken(item.handshake);
      else ended(item.ending);
    }
  }

  nextMs(): number {
    return this.#items[0]?.atMs ?? Infinity;
  }

  empty(): void {
    this.#items = [];
  }
}

/** A link between the board and a target's peer, with delay, split reads, silence and reset. */
export class SimulatedLink implements Link, BoardEnd {
  readonly recording: LinkRecording | undefined;
  readonly #conditions: LinkConditions;
  readonly #toBoard = new Pipe();
  readonly #toPeer = new Pipe();
  /** Undefined where the peer measures it. */
  readonly #keepAlive: KeepAlive | undefined;
  #peer: Peer | undefined;
  #unread = "";
  #delivered = 0;
  #ending: Ending | undefined;
  #closed = false;
  #silent = false;
  #handshake: Handshake;

  constructor(conditions: LinkConditions, recording: LinkRecording | undefined, isSecure: boolean, isLive = false) {
    if (!isLive) this.#keepAlive = new KeepAlive();
    this.#conditions = conditions;
    this.recording = recording;
    this.#handshake = isSecure ? "pending" : 0;
  }

  attach(peer: Peer): void {
    this.#peer = peer;
  }

  /** Whether nothing moves on this link any more but what the board still has to read. */
  get isOver(): boolean {
    return this.#peer === undefined && this.#toBoard.nextMs() === Infinity;
  }

  read(max: number, nowMs: number): string {
    this.advance(nowMs);
    const bytes = this.#unread.slice(0, Math.min(max, this.#conditions.splitReads));
    if (bytes === "") return "";
    this.#unread = this.#unread.slice(bytes.length);
    this.#record("received", bytes, nowMs);
    return bytes;
  }

  write(bytes: string, nowMs: number): void {
    this.#record("sent", bytes, nowMs);
    if (this.#silent) return;
    this.#toPeer.push({ bytes }, nowMs + this.#conditions.delayMs);
    this.advance(nowMs);
  }

  deliveredBytes(nowMs: number): number {
    this.advance(nowMs);
    return this.#delivered;
  }

  handshake(nowMs: number): Handshake {
    this.advance(nowMs);
    return this.#handshake;
  }

  state(nowMs: number): "open" | Ending {
    this.advance(nowMs);
    if (this.#ending !== "reset" && this.#unread !== "") return "open";
    return this.#ending ?? "open";
  }

  close(nowMs: number): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#unread = "";
    if (!this.#silent) this.#toPeer.push({ ending: "ended" }, nowMs + this.#conditions.delayMs);
    this.advance(nowMs);
  }

  received(bytes: string): void {
    if (!this.#silent) this.#toBoard.push({ bytes }, this.#conditions.nowMs + this.#conditions.delayMs);
  }

  ended(): void {
    if (!this.#silent) this.#toBoard.push({ ending: "ended" }, this.#conditions.nowMs + this.#conditions.delayMs);
  }

  left(): void {
    if (!this.#silent) this.#toBoard.push({ ending: "left" }, this.#conditions.nowMs + this.#conditions.delayMs);
  }

  shaken(code: number): void {
    if (!this.#silent) this.#toBoard.push({ handshake: code }, this.#conditions.nowMs + this.#conditions.delayMs);
  }

  reset(): void {
    if (!this.#silent) this.#toBoard.push({ ending: "reset" }, this.#conditions.nowMs + this.#conditions.delayMs);
  }

  /** Hands over whatever has arrived by `nowMs` in either direction. */
  advance(nowMs: number): void {
    this.#conditions.tick(nowMs);
    this.#toPeer.take(
      nowMs,
      (bytes, atMs) => {
        this.#delivered += bytes.length;
        this.#keepAlive?.arrived(bytes, atMs);
        this.#peer?.write(bytes);
      },
      () => {
        this.#peer?.close();
        this.#peer = undefined;
      },
    );
    if (this.#peer !== undefined && this.#givenUpMs <= nowMs) {
      this.#peer.abort();
      this.#peer = undefined;
      this.ended();
    }
    this.#toBoard.take(
      nowMs,
      (bytes) => {
        if (!this.#closed) this.#unread += bytes;
      },
      (ending) => {
        this.#ending ??= ending;
        if (this.#ending === "reset") this.#unread = "";
      },
      (code) => {
        this.#handshake = code;
      },
    );
  }

  get #givenUpMs(): number {
    return this.#keepAlive?.deadlineMs() ?? Infinity;
  }

  nextArrivalMs(): number {
    const givenUpMs = this.#peer === undefined ? Infinity : this.#givenUpMs;
    return Math.min(this.#toPeer.nextMs(), this.#toBoard.nextMs(), givenUpMs);
  }

  /**
   * From now on nothing passes in either direction, and neither side is told: a half-open connection. The peer notices
   * when the keep alive it was promised is over.
   */
  silence(): void {
    this.#silent = true;
    this.#toPeer.empty();
    this.#toBoard.empty();
  }

  /** Breaks the connection for both sides at once. */
  break(): void {
    this.silence();
    this.#ending = "reset";
    this.#unread = "";
    this.#peer?.abort();
    this.#peer = undefined;
  }

  #record(direction: "sent" | "received", bytes: string, atMs: number): void {
    const transfers = this.recording?.transfers;
    if (transfers !== undefined && transfers.length < mostTransfers) transfers.push({ atMs, direction, bytes });
  }
}
