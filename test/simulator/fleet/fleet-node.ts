import { SimulatedBoard } from "../board";
import { LiveTarget, type ConnectionWatch } from "../network/live";
import { SimulatedNetwork } from "../network/simulated";
import { LivePace } from "./live-pace";
import { isNumbered, numberReadings } from "./numbering";
import { seeded } from "./seeded";
import type { ConnectionEvent, Share } from "./protocol";

/** How much of what has happened a board keeps. */
const KEPT = 10;
/** A run, which is followed by the next. */
const RUN_MS = 3_600_000;

/** How a broker's first packet begins, and where it has its return code (MQTT 3.1.1 §3.2); a node's last packet (§3.14). */
const CONNACK = 0x20;
const RETURN_CODE = 3;
const DISCONNECT = "\xe0\0";

type What = ConnectionEvent["what"];

/** Is told of a new connection, with the broker's place in the list. @returns is told what happens to it */
type Opened = (broker: number) => (what: What) => void;

/** One node of many in a thread: a board, its way to the brokers, and what is counted of both from outside. */
export class FleetNode {
  readonly board: SimulatedBoard;
  readonly pace = new LivePace();
  readonly #network = new SimulatedNetwork();
  readonly #counts: (() => number)[];
  #isCut = false;

  /** Boots it; its time stands still until `run`. */
  constructor({ config, bundle, secrets, addresses }: Share, serial: string, opened: Opened) {
    const arrive = (happen: () => void): void => {
      this.#network.tick(this.pace.nowMs);
      happen();
      this.pace.wake();
    };
    config.broker.urls.forEach((url, broker) => {
      const { hostname, port } = new URL(url);
      const watch = (): ConnectionWatch => watched(opened(broker));
      this.#network.route(`${hostname}:${port}`, new LiveTarget(addresses[broker], arrive, watch));
    });
    this.board = new SimulatedBoard({
      engine: config.engine,
      chip: config.chip,
      bundle,
      secrets,
      serial,
      network: this.#network,
      pace: this.pace,
      keeps: KEPT,
      bluetooth: false,
      // Espruino's own generator is seeded by the firmware, with the chip's address and its noise.
      random: config.engine === "nodemcu" ? seeded(serial) : undefined,
    });
    this.board.solder(config);
    this.#counts = config.sensors.filter(isNumbered).map((sensor) => numberReadings(this.board, sensor));
    this.board.boot();
  }

  /** How many readings were made of each numbered sensor. */
  get readings(): number[] {
    return this.#counts.map((count) => count());
  }

  /** Resolves after `cut`; rejects when the board cannot go on. */
  async run(): Promise<void> {
    this.pace.begin();
    while (!this.#isCut) await this.board.run(RUN_MS);
  }

  set latencyMs(ms: number) {
    this.#network.delayMs = ms;
  }

  set hasWifi(hasWifi: boolean) {
    if (this.board.accessPoint.up === hasWifi) return;
    // At this moment of its clock, which is behind while it sleeps.
    this.board.after(0, () => (this.board.accessPoint.up = hasWifi));
    this.pace.wake();
  }

  /** Connections end without a word of MQTT. */
  cut(): void {
    this.#isCut = true;
    this.board.stop();
    this.#network.close();
  }
}

/** What of a connection is told, by its first and last bytes. */
function watched(tell: (what: What) => void): ConnectionWatch {
  let isConnected = false;
  let isIn = false;
  return {
    connected: () => {
      isConnected = true;
      tell("connected");
    },
    sent: (bytes) => {
      if (bytes.endsWith(DISCONNECT)) tell("left");
    },
    received: (bytes) => {
      if (!isIn && bytes.charCodeAt(0) === CONNACK && bytes.charCodeAt(RETURN_CODE) === 0) {
        isIn = true;
        tell("session");
      }
    },
    ended: () => {
      if (isConnected) tell("ended");
    },
  };
}
