import type { Board } from "../../../scripts/lib/board/config";
import type { LiveAddress } from "../network/live";

/** What a worker is given to run. */
export interface Share {
  /** With `{mac}` in its topics, and the brokers' URLs. */
  readonly config: Board;
  /** The built file. */
  readonly bundle: string;
  readonly secrets: string;
  /** Where the brokers are, in the order of the URLs. */
  readonly addresses: readonly LiveAddress[];
  readonly nodes: readonly NodeStart[];
}

export interface NodeStart {
  /** As `getSerial()` tells it. */
  readonly serial: string;
  /** How long after the beginning it is switched on, in ms. */
  readonly afterMs: number;
}

/** What the fleet has a worker do. */
export type Order =
  | { do: "prepare"; share: Share }
  /** @param atMs A moment as `wallMs` tells it */
  | { do: "begin"; atMs: number }
  | { do: "address"; broker: number; state: LiveAddress["state"] }
  | { do: "latency"; ms: number }
  /** Takes the Wi-Fi from these of its nodes, by their places, and gives it back to all others. */
  | { do: "wifi"; away: readonly number[] }
  /** Tells of `read` what was read until now. */
  | { do: "count" }
  /** Power is gone: connections end without a word of MQTT. */
  | { do: "cut" };

/** What happened to a connection of a node. */
export interface ConnectionEvent {
  /** The node's place in the worker, the broker's in the list, and a number of the connection that no other of the worker has. */
  readonly node: number;
  readonly broker: number;
  readonly connection: number;
  readonly atMs: number;
  /** TCP stands; the broker has let the node in; the node said that it leaves; TCP is gone. */
  readonly what: "connected" | "session" | "left" | "ended";
  /** How many readings the node has made by then of each numbered sensor, in the order of the board file. */
  readonly made: readonly number[];
}

/** What a worker tells. */
export type Word =
  /** With milliseconds of work and bytes of memory that each node took to boot. */
  | { tell: "ready"; bootMs: number; bytes: number }
  | { tell: "connections"; events: readonly ConnectionEvent[] }
  /** How many readings each node has made of each numbered sensor, in the order of the board file. */
  | {
      tell: "counted";
      readings: readonly (readonly number[])[];
      lagMs: number;
      cpuMs: number;
      errors: readonly string[];
    }
  | { tell: "failed"; problem: string };

/** A moment that is the same in all processes of this machine, in ms. */
export function wallMs(): number {
  return performance.timeOrigin + performance.now();
}

export function macOf(serial: string): string {
  return serial.replace("-", "");
}
