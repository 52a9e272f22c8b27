import type { Publisher } from "../../mqtt/publish";
import { isMissing, type Sensor } from "../../sensors/sensor";
import { noteMissing } from "../diagnostics";
import { sendReading, type Debt, type Node } from "../node";
import { oweTo } from "./owed";

/**
 * The way of one value from where it is measured to where it is published:
 *
 *   sensor or part ──► channel.take ──► publishReading ──► broker
 *
 * What a board file asks for in between wraps `take` at boot, and that is all it needs: what comes first on the way is
 * wrapped last.
 */
export interface Channel extends Debt {
  node: Node;
  publish: Publisher;
  format: Format;
  /** Digits after the decimal point, for `format`. */
  decimals: number;
  /** Takes each value that is sampled; NaN when there was no reading. */
  take: (channel: Channel, value: number) => void;
}

/** Makes the payload for a reading. */
export type Format = (value: number, decimals: number) => string;

export function createChannel(node: Node, publish: Publisher, format: Format, decimals: number): Channel {
  return { node, publish, format, decimals, take: publishReading, isOwed: false };
}

/** Publishes a value; "no reading" is never made up. */
export function publishReading(channel: Channel, value: number): void {
  if (!isMissing(value)) {
    sendReading(channel.node, channel.publish, channel.format(value, channel.decimals), channel);
  }
}

/** Samples a sensor on its period, and whenever it notices something itself; nothing is made per reading. */
export function startSensor(channel: Channel, id: string, periodMs: number, sensor: Sensor): void {
  const node = channel.node;
  const sample = (): void => {
    const value = sensor.sample();
    if (isMissing(value)) {
      noteMissing(node.diagnostics, id);
    }
    channel.take(channel, value);
  };
  node.samplers.push(sample);
  oweTo(node, channel, sample);
  node.engine.clock.every(periodMs, sample);
  if (sensor.watch !== undefined) {
    sensor.watch(sample);
  }
}

/**
 * Has `follower` told each value of the channel after it was published, and NaN where there was no reading: for rules that
 * work without a broker.
 */
export function follow(channel: Channel, follower: (value: number) => void): void {
  const take = channel.take;
  channel.take = (taken, value) => {
    take(taken, value);
    follower(value);
  };
}
