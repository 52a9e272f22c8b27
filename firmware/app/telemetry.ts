import type { SensorEntry } from "./config";
import type { Publisher } from "../mqtt/publish";
import { note } from "./diagnostics";
import { send, type Node } from "./node";

/** A sensor with what is published of it. */
export interface Input {
  entry: SensorEntry;
  publish: Publisher;
}

/** Starts sampling every sensor on its own period; from then on nothing is made per reading. */
export function startSampling(node: Node): Input[] {
  return node.config.sensors.map((entry) => startSensor(node, entry));
}

function startSensor(node: Node, entry: SensorEntry): Input {
  const input: Input = { entry, publish: entry.createPublisher(node.client, entry.stateTopic, false) };
  const sample = (): void => publishReading(node, input);
  node.engine.clock.every(entry.periodMs, sample);
  if (entry.sensor.watch !== undefined) {
    entry.sensor.watch(sample);
  }
  return input;
}

/** Samples and publishes now; "no reading" is never made up, but counted. */
export function publishReading(node: Node, input: Input): void {
  const value = input.entry.sensor.sample();
  if (isNaN(value)) {
    node.diagnostics.missing++;
    note(node.diagnostics, "no reading", input.entry.id);
  } else {
    send(node, input.publish, input.entry.sensor.format(value));
  }
}
