import type { ChannelConfig, SensorBase } from "../board/config/sensor";
import type { BoardBase } from "../board/config/node";
import { filteredRange } from "../filters/chain";
import { titleOf, type Channel, type ChannelFacts } from "./channel";
import type { SensorDescriptor } from "./descriptor";
import { sensorOf } from "./registry";

type FactsOf = (channel: ChannelConfig, config: SensorBase) => ChannelFacts;

/** One of a sensor's values, and what the board file asks of it. */
interface Value {
  quantity: string | undefined;
  config: ChannelConfig;
  facts: ChannelFacts;
}

/** Every value that the board's sensors publish, in the order of the board file. */
export function channelsOf(board: BoardBase): Channel[] {
  return board.sensors.flatMap((config, index) => {
    const descriptor = sensorOf(config);
    return valuesOf(descriptor, config).map((value) =>
      channelOf(board, descriptor, value, { sensor: config, place: ["sensors", index, ...stepsTo(value)] }),
    );
  });
}

/** The quantities of a kind of sensor: the keys under which its several values stand; none where it has one. */
export function quantitiesOf({ values = {} }: SensorDescriptor): string[] {
  return Object.keys(values);
}

function valuesOf({ value, values }: SensorDescriptor, config: SensorBase): Value[] {
  // A sensor of one value is asked for it itself.
  if (value !== undefined)
    return [{ quantity: undefined, config: config as SensorBase & ChannelConfig, facts: value(config) }];
  const asked = new Map<string, false | ChannelConfig>(Object.entries(config));
  return Object.entries<FactsOf>(values ?? {}).flatMap(([quantity, factsOf]) => {
    const channel = asked.get(quantity);
    return channel === false || channel === undefined
      ? []
      : [{ quantity, config: channel, facts: factsOf(channel, config) }];
  });
}

function stepsTo({ quantity }: Value): string[] {
  return quantity === undefined ? [] : [quantity];
}

function channelOf(
  { topics }: BoardBase,
  { bus, handle, isDiagnostic = false, isNeverMissing = false }: SensorDescriptor,
  value: Value,
  { sensor, place }: Pick<Channel, "sensor" | "place">,
): Channel {
  const { quantity, config, facts } = value;
  const steps = stepsTo(value);
  const id = [sensor.id, ...steps].join("-");
  const { filters = [] } = config;
  return {
    ...facts,
    place,
    id,
    name: config.name ?? titleOf(id),
    sensor,
    quantity,
    index: quantity === undefined ? 0 : (bus?.measures ?? []).indexOf(quantity),
    stateTopic: config.stateTopic ?? [topics.base, sensor.id, ...steps, "state"].join("/"),
    qos: sensor.qos,
    deviceClass: config.deviceClass ?? facts.deviceClass,
    range: facts.range === undefined ? undefined : filteredRange(facts.range, filters),
    filters,
    publish: config.publish ?? (facts.kind === "sensor" ? "period" : "both"),
    maxSilenceSeconds: config.maxSilenceSeconds,
    mayMiss: !isNeverMissing,
    isDiagnostic,
    isGiven: handle === "ProgramSensor",
  };
}
