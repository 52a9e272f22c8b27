import type { ClientIdentity, ConnectOutcome, Handshake, Link, Network } from "./network/network";

/** The most bytes that the chip's TCP keeps until they are acknowledged: lwIP's TCP_SND_BUF on ESP32. */
const TRANSMIT_BUFFER_BYTES = 5744;

/** How long a connect blocks when nothing answers. */
const UNHEARD_CONNECT_MS = 10_000;

/** "unheard": the chip has an address and does not know yet that nobody hears it. */
export type AirState = "up" | "unheard" | "down";

/** A link as the board sees it through its Wi-Fi: while that is down, what is written waits in the chip. */
class WirelessLink {
  readonly #link: Link;
  #waiting = "";
  #closed = false;

  constructor(link: Link) {
    this.#link = link;
  }

  read(max: number, nowMs: number): string {
    return this.#link.read(max, nowMs);
  }

  state(nowMs: number): ReturnType<Link["state"]> {
    return this.#link.state(nowMs);
  }

  handshake(nowMs: number): Handshake {
    return this.#link.handshake?.(nowMs) ?? 0;
  }

  delivered(nowMs: number): number | undefined {
    return this.#link.deliveredBytes?.(nowMs);
  }

  /** @returns how many bytes were taken */
  write(bytes: string, isUp: boolean, nowMs: number): number {
    if (isUp) {
      this.#link.write(bytes, nowMs);
      return bytes.length;
    }
    const taken = bytes.slice(0, TRANSMIT_BUFFER_BYTES - this.#waiting.length);
    this.#waiting += taken;
    return taken.length;
  }

  close(isUp: boolean, nowMs: number): void {
    this.#closed = true;
    if (isUp) this.#link.close(nowMs);
  }

  /** The way is free again. */
  flush(nowMs: number): void {
    if (this.#waiting !== "") this.#link.write(this.#waiting, nowMs);
    this.#waiting = "";
    if (this.#closed) this.#link.close(nowMs);
  }

  get isClosed(): boolean {
    return this.#closed;
  }
}

/**
 * The way from the chip's TCP to the network. Losing the Wi-Fi closes no connection: what both sides send waits until it
 * is back, as TCP's retransmissions make it.
 */
export class Air {
  readonly network: Network;
  readonly #tell: (what: "joined" | "connected") => void;
  /** Bytes were exchanged since the network last settled. */
  hasMoved = false;
  #state: AirState = "down";
  #links = new Set<WirelessLink>();

  /** @param tell Is told when a network was joined, and a connection made. */
  constructor(network: Network, tell: (what: "joined" | "connected") => void = () => {}) {
    this.network = network;
    this.#tell = tell;
  }

  get isUp(): boolean {
    return this.#state === "up";
  }

  /** Whether the chip has no address. */
  get isDown(): boolean {
    return this.#state === "down";
  }

  change(state: AirState, nowMs: number): void {
    if (state === "up" && this.isDown) this.#tell("joined");
    this.#state = state;
    if (state !== "up") return;
    for (const link of this.#links) {
      link.flush(nowMs);
      if (link.isClosed) this.#links.delete(link);
    }
    this.hasMoved = true;
  }

  connect(
    host: string,
    port: number,
    nowMs: number,
    tls?: ClientIdentity,
  ): Exclude<ConnectOutcome, { link: Link }> | { blockedMs: number; link: WirelessLink } {
    if (this.#state !== "up") {
      const blockedMs = this.#state === "unheard" ? UNHEARD_CONNECT_MS : 0;
      return { blockedMs, failure: /^[\d.]+$/.test(host) ? "refused" : "unknown host" };
    }
    this.hasMoved = true;
    const outcome = this.network.connect(host, port, nowMs, tls);
    if ("failure" in outcome) return outcome;
    const link = new WirelessLink(outcome.link);
    this.#links.add(link);
    this.#tell("connected");
    return { blockedMs: outcome.blockedMs, link };
  }

  /** Sends a datagram; what comes back, and when. Nothing comes from where nobody is. */
  datagram(host: string, port: number, bytes: string, nowMs: number): { afterMs: number; bytes: string } | undefined {
    return this.isUp ? this.network.datagram?.(host, port, bytes, nowMs) : undefined;
  }

  read(link: WirelessLink, max: number, nowMs: number): string {
    if (!this.isUp) return "";
    const bytes = link.read(max, nowMs);
    if (bytes !== "") this.hasMoved = true;
    return bytes;
  }

  state(link: WirelessLink, nowMs: number): ReturnType<Link["state"]> {
    return this.isUp ? link.state(nowMs) : "open";
  }

  handshake(link: WirelessLink, nowMs: number): Handshake {
    return link.handshake(nowMs);
  }

  /** How many of the bytes written on a link have reached the peer; all of them where the link cannot tell. */
  delivered(link: WirelessLink, nowMs: number, written: number): number {
    return this.isUp ? (link.delivered(nowMs) ?? written) : 0;
  }

  write(link: WirelessLink, bytes: string, nowMs: number): number {
    this.hasMoved = true;
    return link.write(bytes, this.isUp, nowMs);
  }

  close(link: WirelessLink, nowMs: number): void {
    this.hasMoved = true;
    link.close(this.isUp, nowMs);
    if (this.isUp) this.#links.delete(link);
  }

  /** A reset of the chip: connections are gone without a word to the peer. */
  reset(): void {
    this.#state = "down";
    this.#links.clear();
  }
}

export type { WirelessLink };
