import type { AnalogSensorConfig } from "../../../scripts/lib/sensors/analog";
import { numberOf } from "./numbering";
import type { ConnectionEvent } from "./protocol";

/** From when to when a node was online; `toMs` is Infinity while it is. */
export interface Online {
  fromMs: number;
  toMs: number;
}

/** What became of a node's connections. */
export interface History {
  online: Online[];
  /** That brokers granted. */
  sessions: number;
  /** Sessions whose connection ended without DISCONNECT. */
  willsDue: number;
  /** The broker of the last session. */
  broker: number | undefined;
}

interface Moment {
  atMs: number;
  what: ConnectionEvent["what"] | "online";
  connection: number;
  broker: number | undefined;
}

/** What is known of one node from outside. */
export class NodeRecord {
  readonly statusTopic: string;
  readonly readings: ReadingsRecord[] = [];
  /** Its clock's beginning, as `wallMs` tells it. */
  startMs = NaN;
  /** Status `offline` that each broker has passed on. */
  readonly offlines: number[];
  lastReport: Readonly<Record<string, unknown>> | undefined;
  readonly #moments: Moment[] = [];

  constructor(statusTopic: string, brokers: number) {
    this.statusTopic = statusTopic;
    this.offlines = Array<number>(brokers).fill(0);
  }

  connection({ what, connection, broker, atMs }: ConnectionEvent): void {
    this.#moments.push({ atMs, what, connection, broker });
  }

  saysOnline(atMs: number): void {
    this.#moments.push({ atMs, what: "online", connection: 0, broker: undefined });
  }

  /** It is told by processes that do not wait for each other, and is in order only once all have told. */
  history(): History {
    const history: History = { online: [], sessions: 0, willsDue: 0, broker: undefined };
    /** Connections with a session, and whether the node said that it leaves. */
    const open = new Map<number, boolean>();
    let now: Online | undefined;
    for (const { atMs, what, connection, broker } of [...this.#moments].sort((one, other) => one.atMs - other.atMs)) {
      if (what === "session") {
        history.sessions++;
        history.broker = broker;
        open.set(connection, false);
      } else if (what === "left" && open.has(connection)) open.set(connection, true);
      else if (what === "online" && open.size > 0 && now === undefined) {
        history.online.push((now = { fromMs: atMs, toMs: Infinity }));
      } else if (what === "ended" && open.has(connection)) {
        if (open.get(connection) === false) history.willsDue++;
        open.delete(connection);
        if (open.size === 0 && now !== undefined) {
          now.toMs = atMs;
          now = undefined;
        }
      }
    }
    return history;
  }
}

export function isOnlineAt({ online }: History, atMs: number): boolean {
  return online.some(({ fromMs, toMs }) => fromMs <= atMs && toMs > atMs);
}

/** The readings of one sensor of one node, by their numbers: how often each broker gave each of them. */
export class ReadingsRecord {
  readonly sensor: AnalogSensorConfig;
  readonly arrivals = new Map<number, number[]>();
  readonly #brokers: number;
  #last = 0;

  constructor(sensor: AnalogSensorConfig, brokers: number) {
    this.sensor = sensor;
    this.#brokers = brokers;
  }

  arrived(broker: number, payload: string): void {
    const number = numberOf(this.sensor, payload, this.#last + 1);
    if (number === undefined) return;
    this.#last = Math.max(this.#last, number);
    let counts = this.arrivals.get(number);
    if (counts === undefined) this.arrivals.set(number, (counts = Array<number>(this.#brokers).fill(0)));
    counts[broker]!++;
  }
}
