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
  const made = channelsInOrder(board);
  return board.sensors.flatMap((config) => made.filter(({ sensor }) => sensor === config));
}

/** The same, each behind those that it is worked out of: as they come where all are read at once. */
function channelsInOrder(board: BoardBase): Channel[] {
  const named = new Set(board.sensors.flatMap(namesOf));
  const made: Channel[] = [];
  for (const config of inOrder(board.sensors)) {
    const descriptor = sensorOf(config);
    const index = board.sensors.indexOf(config);
    const sources = sourcesOf(made, config);
    const longest = Math.max(...sources.map(({ sensor }) => sensor.periodSeconds));
    const slowest = made.filter((each) => sources.includes(each) && each.sensor.periodSeconds === longest).at(-1);
    for (const value of valuesOf(descriptor, config, sources)) {
      const isSource = named.has(valueName({ sensor: config, quantity: value.quantity }));
      const place = ["sensors", index, ...stepsTo(value)];
      made.push(channelOf(board, descriptor, value, { sensor: config, place, sources, slowest, isSource }));
    }
  }
  return made;
}

/** What a value is called where another one is worked out of it. */
export function valueName({ sensor, quantity }: Pick<Channel, "sensor" | "quantity">): string {
  return quantity === undefined ? sensor.id : `${sensor.id}/${quantity}`;
}

/** The values that a sensor is worked out of, in the order in which it names them; none of a sensor that measures. */
export function sourcesOf(channels: readonly Channel[], config: SensorBase): Channel[] {
  return namesOf(config).flatMap((name) => channels.find((channel) => valueName(channel) === name) ?? []);
}

/** Sensors with those before them that they are worked out of, else in the order of the board file; what goes round stays behind. */
export function inOrder<Config extends SensorBase>(sensors: readonly Config[]): Config[] {
  const ordered: Config[] = [];
  let left = sensors;
  while (left.length > 0) {
    const ids = new Set(left.map(({ id }) => id));
    const next = left.find((config) => !namesOf(config).some((name) => ids.has(sensorId(name)))) ?? left[0];
    ordered.push(next);
    left = left.filter((config) => config !== next);
  }
  return ordered;
}

/** Of a value's name, the sensor's. */
export function sensorId(name: string): string {
  return name.replace(/\/.*$/s, "");
}

function namesOf(config: SensorBase): string[] {
  return (sensorOf(config).sources?.(config) ?? []).map(([, name]) => name);
}

/** The quantities of a kind of sensor: the keys under which its several values stand; none where it has one. */
export function quantitiesOf({ values = {} }: SensorDescriptor): string[] {
  return Object.keys(values);
}

function valuesOf({ value, values }: SensorDescriptor, config: SensorBase, sources: Channel[]): Value[] {
  // A sensor of one value is asked for it itself.
  if (value !== undefined)
    return [{ quantity: undefined, config: config as SensorBase & ChannelConfig, facts: value(config, sources) }];
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
  { sensor, place, sources, slowest, isSource }: Pick<Channel, "sensor" | "place" | "sources" | "slowest" | "isSource">,
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
    sources,
    slowest,
    isSource,
  };
}
