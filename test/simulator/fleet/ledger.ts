import type { Board } from "../../../scripts/lib/board/config";
import type { FleetBroker } from "./brokers";
import { NodeRecord, ReadingsRecord } from "./node-record";
import { isNumbered } from "./numbering";
import { macOf, type ConnectionEvent, type NodeStart } from "./protocol";

type Listener = (broker: number, payload: string, isRetained: boolean, atMs: number) => void;

/** Keeps what brokers pass on, and what befalls connections, for the report. */
export class Ledger {
  readonly nodes: NodeRecord[];
  /** When nodes' TCP connections stood, as `wallMs` tells it. */
  readonly connected: number[] = [];
  readonly #brokers: readonly FleetBroker[];
  readonly #listeners = new Map<string, Listener>();
  readonly #filters = new Set<string>();

  /** @param config With `{mac}` in its topics */
  constructor(config: Board, starts: readonly NodeStart[], brokers: readonly FleetBroker[]) {
    this.#brokers = brokers;
    this.nodes = starts.map(({ serial }) => this.#nodeOf(config, macOf(serial)));
  }

  /** All topics of the fleet that are listened to. */
  get filters(): string[] {
    return [...this.#filters];
  }

  /** @param atMs As `wallMs` tells it */
  message(broker: number, topic: string, payload: string, isRetained: boolean, atMs: number): void {
    this.#listeners.get(topic)?.(broker, payload, isRetained, atMs);
  }

  /** @param node Whose place is told anew, for it is the worker's */
  connection(node: number, event: ConnectionEvent): void {
    if (event.what === "connected") this.connected.push(event.atMs);
    this.nodes[node]?.connection(event);
  }

  /** @param node Whose Wi-Fi was taken, or given back */
  wifi(node: number, hasWifi: boolean, atMs: number): void {
    this.nodes[node]?.wifi(hasWifi, atMs);
  }

  /** How often something came out of the brokers: all of one cluster pass it on, so the most of those, and of clusters the sum. */
  cameOut(counts: readonly number[]): number {
    const most = new Map<number, number>();
    this.#brokers.forEach(({ cluster }, index) =>
      most.set(cluster, Math.max(most.get(cluster) ?? 0, counts[index] ?? 0)),
    );
    return [...most.values()].reduce((sum, each) => sum + each, 0);
  }

  #nodeOf({ topics, sensors }: Board, mac: string): NodeRecord {
    const listen = (topic: string, listener: Listener): string => {
      const named = topic.replaceAll("{mac}", mac);
      this.#filters.add(wildcard(topic));
      this.#listeners.set(named, listener);
      return named;
    };
    const node: NodeRecord = new NodeRecord(
      listen(topics.status, (broker, payload, isRetained, atMs) => {
        if (isRetained) return;
        if (payload === "online") node.saysOnline(atMs);
        if (payload === "offline") node.offlines[broker]!++;
      }),
      this.#brokers.length,
    );
    listen(topics.diagnostics, (_broker, payload, isRetained, atMs) => {
      if (!isRetained) node.says(atMs);
      node.lastReport = reportOf(payload) ?? node.lastReport;
    });
    for (const sensor of sensors.filter(isNumbered)) {
      const readings = new ReadingsRecord(sensor, this.#brokers.length);
      node.readings.push(readings);
      listen(sensor.stateTopic ?? `${topics.base}/${sensor.id}/state`, (broker, payload, isRetained, atMs) => {
        if (!isRetained) node.says(atMs);
        readings.arrived(broker, payload);
      });
    }
    return node;
  }
}

/** Levels with the address in them stand for any. */
function wildcard(topic: string): string {
  return topic
    .split("/")
    .map((level) => (level.includes("{mac}") ? "+" : level))
    .join("/");
}

function reportOf(payload: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(payload) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
