import { availableParallelism, cpus, loadavg } from "node:os";
import { setTimeout } from "node:timers/promises";
import type { Board } from "../../../scripts/lib/board/config";
import type { LiveAddress } from "../network/live";
import { startBrokers, type FleetBroker, type Login } from "./brokers";
import { inShort, type Fault } from "./faults";
import { phasesOf, readingsOf, toldBy, willsOf, type PhaseStart } from "./figures";
import { Ledger } from "./ledger";
import type { History } from "./node-record";
import { wallMs, type NodeStart } from "./protocol";
import { MOST_LAG_MS, type FleetReport } from "./report";
import { lookAtStatus, retainedStatus, type Look } from "./retained-status";
import { seeded } from "./seeded";
import { Watcher } from "./watcher";
import { FleetWorker, type Counted } from "./workers";

export interface FleetOptions {
  /** With `{mac}` in its topics, and the brokers' URLs. */
  readonly config: Board;
  /** The built file. */
  readonly bundle: string;
  /** What lies beside it on each chip: the file with its secrets. */
  readonly secrets: string;
  readonly count: number;
  readonly seconds: number;
  readonly brokers: readonly FleetBroker[];
  readonly faults: readonly Fault[];
  /** Is told what goes on. */
  tell(text: string): void;
}

/** So many nodes are switched on in a second, at moments of chance. */
const STARTS_A_SECOND = 100;
/** A process for fewer nodes takes more to start than it saves. */
const NODES_A_WORKER = 50;
/** Between the boards' last preparations and the first of them. */
const LEAD_MS = 500;
/** How long what is on its way at the end may take. */
const LAST_READINGS_MS = 10_000;
const LAST_WILLS_MS = 10_000;
const LOOK_MS = 100;

/** What is known without what was counted of nodes. */
type Described = Omit<FleetReport, "phases" | "readings" | "wills" | "retained" | "told">;

/** Runs a fleet on brokers, which it starts where they are to be started, and tells what came of it. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #login: Login;
  readonly #addresses: LiveAddress[];
  readonly #starts: NodeStart[];
  readonly #ledger: Ledger;
  #watchers: Watcher[] = [];
  #workers: FleetWorker[] = [];
  /** For each worker, the place of its first node among all. */
  #firsts: number[] = [];

  constructor(options: FleetOptions) {
    this.#options = options;
    const { username, password } = options.config.broker;
    this.#login = { username, password };
    this.#addresses = options.brokers.map(({ host, port }) => ({ host, port, state: "refused" as const }));
    const chance = seeded("fleet");
    this.#starts = Array.from({ length: options.count }, (_, index) => ({
      serial: serialOf(index),
      afterMs: (chance() * options.count * 1000) / STARTS_A_SECOND,
    }));
    this.#ledger = new Ledger(options.config, this.#starts, options.brokers);
  }

  async run(): Promise<FleetReport> {
    const { brokers, tell, seconds, faults } = this.#options;
    const loadBefore = loadavg()[0] ?? 0;
    tell(`starting ${brokers.map(({ name }) => name).join(", ")}`);
    await startBrokers(brokers);
    this.#watch();
    await Promise.all(this.#watchers.map((watcher) => watcher.hearing()));
    const booted = await this.#boot();
    const beginMs = wallMs() + LEAD_MS;
    this.#ledger.nodes.forEach((node, index) => (node.startMs = beginMs + this.#starts[index]!.afterMs));
    for (const worker of this.#workers) worker.begin(beginMs);
    tell(`running for ${seconds} s`);
    const phases: PhaseStart[] = [];
    for (const fault of faults) {
      await this.#until(beginMs + fault.atSeconds * 1000);
      tell(inShort(fault));
      phases.push({ name: inShort(fault), atMs: wallMs() });
      await this.#happen(fault);
    }
    await this.#until(beginMs + seconds * 1000);
    const counted = await Promise.all(this.#workers.map((worker) => worker.count()));
    const endMs = wallMs();
    const made = counted.flatMap(({ readings }) => readings);
    await this.#within(LAST_READINGS_MS, () =>
      readingsOf(this.#ledger, this.#histories(), made).every(({ missing }) => missing === 0),
    );
    const whileOnline = await this.#look();
    // What is counted from here on the end of all power has done.
    const readings = readingsOf(this.#ledger, this.#histories(), made);
    const told = toldBy(this.#ledger, this.#histories(), made);
    tell("cutting the power");
    for (const worker of this.#workers) worker.cut();
    await setTimeout(LOOK_MS * 5);
    await this.#within(LAST_WILLS_MS, () => {
      const { due, came } = willsOf(this.#ledger, this.#histories());
      return came >= due;
    });
    const afterPowerCut = await this.#look();
    return {
      ...this.#described(counted, booted, loadBefore, endMs - beginMs),
      phases: phasesOf(this.#ledger, this.#histories(), phases, endMs),
      readings,
      wills: willsOf(this.#ledger, this.#histories()),
      retained: retainedStatus(brokers, this.#ledger, this.#histories(), whileOnline, afterPowerCut),
      told,
    };
  }

  async close(): Promise<void> {
    await Promise.all([
      ...this.#workers.map((worker) => worker.end()),
      ...this.#watchers.map((watcher) => watcher.close()),
    ]);
  }

  #watch(): void {
    this.#watchers = this.#options.brokers.map(
      (broker, index) =>
        new Watcher(broker, this.#login, this.#ledger.filters, {
          message: (topic, payload, isRetained) => this.#ledger.message(index, topic, payload, isRetained, wallMs()),
          isHearing: (isHearing) => this.#tellState(index, isHearing ? "open" : "refused"),
        }),
    );
  }

  /** @returns what a node took */
  async #boot(): Promise<{ ms: number; bytes: number }> {
    const { count, config, bundle, secrets, tell } = this.#options;
    // A core is left to brokers, and to who listens to them.
    const many = Math.max(1, Math.min(availableParallelism() - 1, Math.ceil(count / NODES_A_WORKER)));
    const each = Math.ceil(count / many);
    tell(`booting ${count} boards in ${many} process${many === 1 ? "" : "es"}`);
    for (let first = 0; first < count; first += each) {
      const nodes = this.#starts.slice(first, first + each);
      const worker = new FleetWorker({ config, bundle, secrets, addresses: this.#addresses, nodes });
      worker.onConnections = (events) => {
        for (const event of events) this.#ledger.connection(first + event.node, event);
      };
      this.#workers.push(worker);
      this.#firsts.push(first);
    }
    const ready = await Promise.all(this.#workers.map((worker) => worker.prepare()));
    const mean = (of: (one: (typeof ready)[number]) => number): number =>
      ready.reduce((sum, one) => sum + of(one), 0) / ready.length;
    return { ms: mean(({ bootMs }) => bootMs), bytes: mean(({ bytes }) => bytes) };
  }

  #tellState(broker: number, state: LiveAddress["state"]): void {
    this.#addresses[broker]!.state = state;
    for (const worker of this.#workers) worker.tellAddress(broker, state);
  }

  async #happen(fault: Fault): Promise<void> {
    switch (fault.what) {
      case "latency":
        return this.#workers.forEach((worker) => (worker.latencyMs = fault.ms));
      case "wifi": {
        // As evenly among all as that goes.
        const isAway = (node: number): boolean => (node * fault.percent) % 100 < fault.percent;
        const atMs = wallMs();
        this.#ledger.nodes.forEach((_, node) => this.#ledger.wifi(node, !isAway(node), atMs));
        return this.#workers.forEach((worker, index) => {
          const first = this.#firsts[index] ?? 0;
          worker.takeWifi([...worker.share.nodes.keys()].filter((place) => isAway(first + place)));
        });
      }
      default: {
        const process = this.#options.brokers[fault.broker]?.process;
        if (process === undefined) return;
        // From now on nobody is let in before the watcher is, so that nothing passes unheard.
        if (fault.what !== "start") this.#tellState(fault.broker, "refused");
        if (fault.what === "kill") await process.kill();
        if (fault.what === "restart") await process.end();
        if (fault.what !== "kill") await process.start();
      }
    }
  }

  #look(): Promise<Look> {
    const isThere = (broker: number): boolean => this.#addresses[broker]?.state === "open";
    return lookAtStatus(this.#options.brokers, this.#login, this.#ledger, isThere);
  }

  #histories(): History[] {
    return this.#ledger.nodes.map((node) => node.history());
  }

  #described(
    counted: readonly Counted[],
    booted: { ms: number; bytes: number },
    loadBefore: number,
    ranMs: number,
  ): Described {
    const { config, count, seconds, brokers, faults } = this.#options;
    const lagMs = Math.max(...counted.map((each) => each.lagMs));
    const cpuMs = counted.reduce((sum, each) => sum + each.cpuMs, 0);
    return {
      board: config.name,
      nodes: count,
      seconds,
      brokers: brokers.map(({ name }) => name),
      faults: faults.map(inShort),
      machine: {
        cores: availableParallelism(),
        processor: cpus()[0]?.model ?? "unknown",
        loadBefore,
        workers: this.#workers.length,
      },
      lagMs,
      isValid: lagMs <= MOST_LAG_MS,
      node: { cpuMsPerSecond: cpuMs / (ranMs / 1000) / count, bytes: booted.bytes, bootMs: booted.ms },
      errors: [...new Set(counted.flatMap(({ errors }) => errors))],
    };
  }

  /** Waits for a moment. @throws Error where a worker cannot go on meanwhile */
  async #until(atMs: number): Promise<void> {
    await Promise.race([setTimeout(Math.max(0, atMs - wallMs())), ...this.#workers.map(({ failed }) => failed)]);
  }

  /** Waits until something holds, and no longer than so. */
  async #within(ms: number, holds: () => boolean): Promise<void> {
    for (const endMs = wallMs() + ms; !holds() && wallMs() < endMs;) await this.#until(wallMs() + LOOK_MS);
  }
}

/** The address of a board's chip, as `getSerial()` tells it. */
function serialOf(index: number): string {
  const digits = `24a160${(0x100000 + index).toString(16)}`;
  return `${digits.slice(0, 8)}-${digits.slice(8)}`;
}
