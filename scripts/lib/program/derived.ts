import type { Channel as ChannelOnChip } from "../../../firmware/app/readings/telemetry";
import type { Sensor } from "../../../firmware/sensors/sensor";
import { channelName, latestName, type Channel } from "../sensors/channel";
import { firmware, variable, type Code } from "./code";
import type { Program } from "./program";
import { openChannel } from "./readings";
import { ms } from "./units";

const derived = firmware<typeof import("../../../firmware/app/readings/derived")>("app/readings/derived");

/** Has a value worked out of others. @param make Makes what does that, of functions that give the sources' values in their order */
export function startDerived(
  program: Program,
  channel: Channel,
  make: (values: Code<() => number>[]) => Code<Sensor>,
): void {
  const { sensor, sources, slowest } = channel;
  const way = openChannel(program, channel);
  const made = make(sources.map((source) => variable<() => number>(latestName(source))));
  program.whole.run(
    slowest !== undefined && slowest.sensor.periodSeconds === sensor.periodSeconds
      ? derived.startDerived(way, made, variable<ChannelOnChip>(channelName(slowest)))
      : derived.startDerivedEvery(way, made, ms(sensor.periodSeconds)),
  );
}
