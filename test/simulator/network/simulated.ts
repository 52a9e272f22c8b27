import type { ClientIdentity, ConnectFailure, ConnectOutcome, Network } from "./network";
import type { LinkConditions, LinkRecording } from "./link";
import { SimulatedLink } from "./link";
import type { Target } from "./target";

/** How long a connect to an address that never answers blocks the ESP32. */
const blackHoleMs = 10_000;

/**
 * The network around the board: it knows which address leads to which target, and what goes wrong on the way. The public
 * fields are the faults; a test changes them whenever it likes, and they hold from then on.
 */
export class SimulatedNetwork implements Network, LinkConditions {
  /** How long a connect that is answered blocks the engine, in ms. */
  connectMs = 30;
  /** What every connect comes to, whatever its address; undefined: what the address leads to. */
  connectFailure: ConnectFailure | undefined;
  /** The same for one address, "host:port". */
  readonly failures = new Map<string, ConnectFailure>();
  /** What answers datagrams, by "host:port". */
  readonly datagramServers = new Map<string, { answer(bytes: string, nowMs: number): string | undefined }>();
  delayMs = 0;
  splitReads = Infinity;
  /** Whether links opened from now on are recorded, every byte of them. */
  isRecording = false;
  readonly recordings: LinkRecording[] = [];

  readonly #routes = new Map<string, Target>();
  #targets: Target[] = [];
  #links: SimulatedLink[] = [];
  #nowMs = 0;
  #isSilent = false;

  get nowMs(): number {
    return this.#nowMs;
  }

  tick(nowMs: number): void {
    if (nowMs <= this.#nowMs) return;
    this.#nowMs = nowMs;
    for (const target of this.#targets) target.advance(nowMs);
  }

  /**
   * Says what an address leads to, as from the next connect.
   * @param address "host:port" as the board names it, or "*" for every address that has no route of its own
   */
  route(address: string, target: Target): void {
    this.#routes.set(address, target);
    if (!this.#targets.includes(target)) this.#targets.push(target);
    target.advance(this.#nowMs);
  }

  connect(host: string, port: number, nowMs: number, tls?: ClientIdentity): ConnectOutcome {
    this.#advance(nowMs);
    const target = this.#routes.get(`${host}:${port}`) ?? this.#routes.get("*");
    const failure =
      this.connectFailure ??
      this.failures.get(`${host}:${port}`) ??
      (target === undefined ? "unknown host" : undefined);
    if (failure !== undefined || target === undefined) {
      return this.#failed(failure ?? "unknown host");
    }
    const recording = this.isRecording ? { host, port, openedMs: nowMs, transfers: [] } : undefined;
    const link = new SimulatedLink(this, recording, tls !== undefined, target.isLive);
    if (this.#isSilent) {
      // The far end's system takes the connection; who listens there never looks.
      link.silence();
      return { blockedMs: this.connectMs, link };
    }
    const outcome = target.connect(link, tls);
    if ("failure" in outcome) return this.#failed(outcome.failure);
    link.attach(outcome.peer);
    this.#links = this.#links.filter((each) => !each.isOver);
    this.#links.push(link);
    if (recording !== undefined) this.recordings.push(recording);
    return { blockedMs: this.connectMs, link };
  }

  datagram(host: string, port: number, bytes: string, nowMs: number): { afterMs: number; bytes: string } | undefined {
    const answer = this.datagramServers.get(`${host}:${port}`)?.answer(bytes, nowMs);
    return answer === undefined ? undefined : { afterMs: this.connectMs + 2 * this.delayMs, bytes: answer };
  }

  nextArrivalMs(nowMs: number): number {
    this.#advance(nowMs);
    let nextMs = Infinity;
    for (const link of this.#links) nextMs = Math.min(nextMs, link.nextArrivalMs());
    return nextMs;
  }

  async settle(): Promise<void> {
    for (const target of this.#targets) await target.settle();
  }

  /**
   * Makes every open link half-open: bytes vanish both ways and neither side is told. The peers notice when their keep
   * alive is over, 1.5 times the seconds of the CONNECT after the last bytes they got, and close: that is when a broker
   * publishes the will. Links opened later work.
   */
  goSilent(): void {
    for (const link of this.#links) link.silence();
  }

  get isSilent(): boolean {
    return this.#isSilent;
  }

  /** As `goSilent`, and links opened while it lasts are silent too. When it is over, links opened from then on work. */
  set isSilent(isSilent: boolean) {
    if (isSilent && !this.#isSilent) this.goSilent();
    this.#isSilent = isSilent;
  }

  /** Resets every open link, for both sides. */
  resetAll(): void {
    for (const link of this.#links) link.break();
  }

  /** Breaks every link and lets go of the targets' resources. Brokers are stopped by who started them. */
  close(): void {
    this.resetAll();
    for (const target of this.#targets) target.close();
  }

  #failed(failure: ConnectFailure): ConnectOutcome {
    return { blockedMs: failure === "timed out" ? blackHoleMs : this.connectMs, failure };
  }

  #advance(nowMs: number): void {
    this.tick(nowMs);
    for (const link of this.#links) link.advance(nowMs);
  }
}
