import type { Channel as ChannelOnChip } from "../../../firmware/app/readings/telemetry";
import type { Part } from "../../../firmware/sensors/part";
import type { Sensor } from "../../../firmware/sensors/sensor";
import { topicField } from "../bytes";
import { channelName, type Channel } from "../sensors/channel";
import { partBus } from "./buses";
import { firmware, member, type Code } from "./code";
import { engine } from "./engine";
import { publisher } from "./mqtt";
import { nameFor } from "./names";
import { stepsOf } from "./pipeline";
import type { Program } from "./program";
import { ms } from "./units";

const telemetry = firmware<typeof import("../../../firmware/app/readings/telemetry")>("app/readings/telemetry");
const parts = firmware<typeof import("../../../firmware/app/readings/parts")>("app/readings/parts");
const { fixed, onOff } = firmware<typeof import("../../../firmware/sensors/format")>("sensors/format");

/** Has a sensor of one value sampled on its period, and whenever it notices something itself. */
export function startSensor(program: Program, channel: Channel, driver: Code<Sensor>): void {
  const { id, periodSeconds } = channel.sensor;
  let sensor = driver;
  // It has a name where somebody listens to it.
  const named = (): Code<Sensor> =>
    program.once(`sensor ${id}`, () => (sensor = program.whole.define(nameFor("sensor", id), driver)));
  const way = openChannel(program, channel, named);
  program.whole.run(telemetry.startSensor(way, id, ms(periodSeconds), sensor));
}

/** Has a part measured on its period. @param bus The one it is on; left out for a part on pins of its own */
export function startPart(program: Program, channels: readonly Channel[], driver: Code<Part>, bus?: string): void {
  const shared = program.once("parts", () =>
    program.whole.define("parts", parts.createParts(program.node, engine("clock").timer)),
  );
  const line = bus === undefined ? parts.createPartBus() : partBus(program, bus);
  const outputs = channels.map((channel) => ({ value: channel.index, channel: openChannel(program, channel) }));
  const { id, periodSeconds } = channels[0].sensor;
  program.whole.run(parts.startPart(shared, line, id, ms(periodSeconds), driver, outputs));
}

/**
 * Makes the way of a value from its sensor to the broker.
 * @param sensor Names the driver, for what listens to it; left out where there is none for one value
 */
export function openChannel(program: Program, channel: Channel, sensor?: () => Code<Sensor>): Code<ChannelOnChip> {
  const publish = publisher(channel.qos)(member(program.node, "client"), topicField(channel.stateTopic), false);
  const format = channel.kind === "sensor" ? fixed : onOff;
  const made = telemetry.createChannel(program.node, publish, format, channel.decimals);
  const way = program.whole.define(channelName(channel), made);
  // Each step is put in front of those that it passes values to.
  for (const step of stepsOf(program, channel).reverse()) step(way, sensor);
  return way;
}
