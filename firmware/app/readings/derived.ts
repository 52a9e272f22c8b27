import type { Sensor } from "../../sensors/sensor";
import { oweTo } from "./owed";
import { follow, type Channel } from "./telemetry";

/** Values that are worked out of others of the same board. */

/** What was published of a channel last, or would have been: NaN where there was no reading, or not yet. */
export function latest(channel: Channel): () => number {
  let last = NaN;
  follow(channel, (value) => {
    last = value;
  });
  return () => last;
}

/** Works a value out each time that the slowest of its sources was read: once for each reading of it, behind all that goes by that. */
export function startDerived(channel: Channel, sensor: Sensor, slowest: Channel): void {
  const sample = (): void => channel.take(channel, sensor.sample());
  oweTo(channel.node, channel, sample);
  follow(slowest, sample);
}

/** Works a value out on a period of its own. */
export function startDerivedEvery(channel: Channel, sensor: Sensor, periodMs: number): void {
  const sample = (): void => channel.take(channel, sensor.sample());
  oweTo(channel.node, channel, sample);
  channel.node.engine.clock.every(periodMs, sample);
}
