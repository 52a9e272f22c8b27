import type { AnalogSensorConfig } from "../../../scripts/lib/sensors/analog";
import { numberOf } from "./numbering";
import type { ConnectionEvent } from "./protocol";

/** From when to when a node was online and could be reached; `toMs` is Infinity while it is. */
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
  /**
   * How many readings it had made of each numbered sensor when such a connection last ended, or, once it was, when it was connected anew:
   * it may have written on for a moment. Undefined where none ended so.
   */
  madeBeforeBreak: readonly number[] | undefined;
  /** The broker of the last session. */
  broker: number | undefined;
}

interface Moment {
  atMs: number;
  what: ConnectionEvent["what"] | "online" | "out of reach";
  connection: number;
  broker: number | undefined;
  made: readonly number[];
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
  #hasWifi = true;
  /** It was without Wi-Fi, and nothing of it has come since. */
  #isMissed = false;

  constructor(statusTopic: string, brokers: number) {
    this.statusTopic = statusTopic;
    this.offlines = Array<number>(brokers).fill(0);
  }

  connection({ what, connection, broker, atMs, made }: ConnectionEvent): void {
    this.#moments.push({ atMs, what, connection, broker, made });
  }

  saysOnline(atMs: number): void {
    // It was on its way when the Wi-Fi was taken.
    if (!this.#hasWifi) return;
    this.#isMissed = false;
    this.#note(atMs, "online");
  }

  /** Something of it came out of a broker: where its connection has outlived the Wi-Fi, that shows it. */
  says(atMs: number): void {
    if (this.#hasWifi && this.#isMissed) this.saysOnline(atMs);
  }

  /** Its Wi-Fi was taken, or given back. What the broker still takes for a connection is none meanwhile. */
  wifi(hasWifi: boolean, atMs: number): void {
    if (hasWifi === this.#hasWifi) return;
    this.#hasWifi = hasWifi;
    if (hasWifi) return;
    this.#isMissed = true;
    this.#note(atMs, "out of reach");
  }

  #note(atMs: number, what: "online" | "out of reach"): void {
    this.#moments.push({ atMs, what, connection: 0, broker: undefined, made: [] });
  }

  /** It is told by processes that do not wait for each other, and is in order only once all have told. */
  history(): History {
    const history: History = {
      online: [],
      sessions: 0,
      willsDue: 0,
      madeBeforeBreak: undefined,
      broker: undefined,
    };
    /** Connections with a session, and whether the node said that it leaves. */
    const open = new Map<number, boolean>();
    let now: Online | undefined;
    const away = (atMs: number): void => {
      if (now !== undefined) now.toMs = atMs;
      now = undefined;
    };
    const inOrder = [...this.#moments].sort((one, other) => one.atMs - other.atMs);
    for (const { atMs, what, connection, broker, made } of inOrder) {
      if (what === "session") {
        history.sessions++;
        history.broker = broker;
        open.set(connection, false);
      } else if (what === "connected" && open.size === 0 && history.willsDue > 0) history.madeBeforeBreak = made;
      else if (what === "left" && open.has(connection)) open.set(connection, true);
      else if (what === "out of reach") away(atMs);
      else if (what === "online" && open.size > 0 && now === undefined) {
        history.online.push((now = { fromMs: atMs, toMs: Infinity }));
      } else if (what === "ended" && open.has(connection)) {
        if (open.get(connection) === false) {
          history.willsDue++;
          history.madeBeforeBreak = made;
        }
        open.delete(connection);
        if (open.size === 0) away(atMs);
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
