import type { Channel as ChannelOnChip } from "../../../firmware/app/readings/telemetry";
import type { Pass } from "../../../firmware/filters/filter";
import { filterChain } from "../filters/chain";
import { isDiscovered } from "../home-assistant/discovered";
import { rulesOf } from "../rules/registry";
import { latestName, type Channel } from "../sensors/channel";
import { alarms } from "./alarms";
import { firmware, lambda, type Code } from "./code";
import { hearPress, ownSteps, pressesOf } from "./own-readings";
import type { Program } from "./program";
import { sleepSteps } from "./sleep-steps";
import type { Step } from "./step";
import { ms } from "./units";

const { filterChannel } = firmware<typeof import("../../../firmware/app/readings/filtered")>("app/readings/filtered");
const { latest } = firmware<typeof import("../../../firmware/app/readings/derived")>("app/readings/derived");
const { publishOnChange } =
  firmware<typeof import("../../../firmware/app/readings/on-change")>("app/readings/on-change");
const presses = firmware<typeof import("../../../firmware/app/readings/presses")>("app/readings/presses");
const noReading = firmware<typeof import("../../../firmware/app/readings/no-reading")>("app/readings/no-reading");

/**
 * What a value passes between its sensor and the broker, in this order: rules that listen to the sensor itself, filters, rules that
 * go by what is published, the board's own program, and what decides when it is published and what stands for "no reading".
 */
export function stepsOf(program: Program, channel: Channel): Step[] {
  const { whole } = program;
  const rules = rulesOf(program, channel).reverse();
  const tellsNone = isDiscovered(program.board) && channel.kind === "sensor" && channel.mayMiss;
  const isOnChange = channel.publish === "change";
  return [
    ...rules.flatMap(({ listen }) => listen ?? []),
    ...(channel.filters.length > 0
      ? [
          (way: Code<ChannelOnChip>) =>
            whole.run(
              filterChannel(
                way,
                lambda(["pass"], (pass: Code<Pass>) => filterChain(channel.filters, pass)),
              ),
            ),
        ]
      : []),
    ...rules.flatMap(({ follow }) => follow ?? []),
    ...(channel.isSource ? [(way: Code<ChannelOnChip>) => void whole.define(latestName(channel), latest(way))] : []),
    ...ownSteps(program, channel),
    ...sleepSteps(program, channel),
    ...(channel.kind === "event" ? [tellPresses(program, channel)] : []),
    ...(tellsNone && isOnChange ? [(way: Code<ChannelOnChip>) => whole.run(noReading.publishNoneOnce(way))] : []),
    ...(isOnChange
      ? [(way: Code<ChannelOnChip>) => whole.run(publishOnChange(way, ms(channel.maxSilenceSeconds)))]
      : []),
    ...(tellsNone && channel.publish === "period"
      ? [(way: Code<ChannelOnChip>) => whole.run(noReading.publishNone(way))]
      : []),
  ];
}

function tellPresses(program: Program, channel: Channel): Step {
  const heard = pressesOf(program, channel);
  return (way) => {
    const told = presses.tellPresses;
    program.whole.run(heard === undefined ? told(way, alarms(program)) : told(way, alarms(program), hearPress(heard)));
  };
}
