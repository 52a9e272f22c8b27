import type { Sensor } from "../../sensors/sensor";
import { oweTo } from "../readings/owed";
import type { Channel } from "../readings/telemetry";

/** Publishes what a program gives a sensor: when it is another value, and on the period. That there is none yet is no fault. */
export function startGiven(channel: Channel, periodMs: number, sensor: Sensor): void {
  const sample = (): void => channel.take(channel, sensor.sample());
  channel.node.samplers.push(sample);
  oweTo(channel.node, channel, sample);
  channel.node.engine.clock.every(periodMs, sample);
  if (sensor.watch !== undefined) {
    sensor.watch(sample);
  }
}
