import { actuatorOf, ACTUATORS } from "../actuators/registry";
import { FILTERS } from "../filters/registry";
import { RULES } from "../rules/registry";
import { titleOf } from "../sensors/channel";
import { inOrder, quantitiesOf, sensorId } from "../sensors/channels";
import { SENSORS, sensorOf } from "../sensors/registry";
import type { Board, BoardFile } from "./config";
import { needsOutbox } from "./facts";
import { usualClientId, usualDeviceName } from "./placeholders";
import { sleeperDefaults } from "./sleeper";

/** What a board file may leave out, besides what the descriptors of its sensors, actuators, rules and filters say. */
export const BOARD_DEFAULTS = {
  tokens: true,
  topics: {},
  capacities: { receiveBytes: 512, transmitBytes: 1024, receiveSlots: 20 },
  updates: false,
  diagnostics: ["version", "freeMemory", "signalStrength"],
  buses: [],
  subscriptions: [],
  publications: [],
  sensors: [],
  actuators: [],
  rules: [],
} as const;

/** The same of what a board need not have at all. */
export const PART_DEFAULTS = {
  broker: {
    spread: false,
    attempts: 3,
    failBackSeconds: 1800,
    cleanSession: true,
    keepAliveSeconds: 60,
    topicsPerSubscribe: 8,
    retain: true,
  },
  outbox: { messages: 8, bytes: 1024, whenFull: "dropOldest" },
  consoles: { mqtt: false, telnet: false, bluetooth: false },
  sleep: { connectEvery: 1, listenSeconds: 2, awakeSeconds: 30 },
  homeAssistant: { discovery: "device", prefix: "homeassistant", identity: "mac" },
  address: { netmask: "255.255.255.0" },
  i2c: { hz: 100_000 },
  sensor: { qos: 0 },
  channel: { maxSilenceSeconds: 3600 },
  actuator: { commandQos: 0 },
  subscription: { qos: 0, retained: true, longestBytes: 128 },
  publication: { qos: 0, retain: false },
} as const;

/** What follows from the rest of the file: the keys that may be left out because of that. */
export const DERIVED = {
  broker: ["clientId"],
  topics: ["base", "status", "diagnostics", "broker", "console", "nonce", "answer", "update", "updateState", "want"],
  homeAssistant: ["name"],
  busSensor: ["bus"],
  sensor: ["periodSeconds"],
  actuator: ["name", "commandTopic", "stateTopic"],
  publication: ["topic"],
} as const;

/** Where topics of a node lie below its base, unless the board file says others. */
export const TOPICS = {
  status: "status",
  diagnostics: "diagnostics",
  broker: "broker",
  console: "console",
  nonce: "nonce",
  answer: "answer",
  update: "update",
  updateState: "update/state",
  want: "update/want",
} as const;

type Values = Record<string, unknown>;
/** Of a descriptor, what is looked at here. */
interface Filling {
  readonly type: string;
  readonly defaults: object;
  readonly derived?: object;
}

/**
 * Fills in what does not depend on anything else. Works on what may be wrong in places: what is there stays as it is.
 * @param board As it was read
 */
export function withDefaults(board: unknown): unknown {
  if (!isObject(board)) return board;
  const filled = merged(board, BOARD_DEFAULTS) as Values;
  const asleep = sleeperDefaults(filled);
  return {
    ...filled,
    ...part(filled, "broker", { ...PART_DEFAULTS.broker, ...asleep.broker }),
    ...part(filled, "outbox", PART_DEFAULTS.outbox),
    ...part(filled, "consoles", PART_DEFAULTS.consoles),
    ...part(filled, "sleep", PART_DEFAULTS.sleep),
    ...part(filled, "homeAssistant", PART_DEFAULTS.homeAssistant),
    ...(isObject(filled.wifi)
      ? { wifi: { ...filled.wifi, ...part(filled.wifi, "address", PART_DEFAULTS.address) } }
      : {}),
    buses: eachOf(filled.buses, (bus) => (bus.type === "i2c" ? merged(bus, PART_DEFAULTS.i2c) : bus)),
    subscriptions: eachOf(filled.subscriptions, (each) =>
      merged(each, { ...PART_DEFAULTS.subscription, ...asleep.subscription }),
    ),
    publications: eachOf(filled.publications, (each) => merged(each, PART_DEFAULTS.publication)),
    sensors: eachOf(filled.sensors, (each) =>
      withFilters(merged(each, { ...sensorDefaults(each.type), ...asleep.sensor })),
    ),
    actuators: eachOf(filled.actuators, (each) =>
      merged(ofKind(each, ACTUATORS), { ...PART_DEFAULTS.actuator, ...asleep.actuator }),
    ),
    rules: eachOf(filled.rules, (each) => ofKind(each, RULES)),
  };
}

/** Of a board that is right in itself: fills in what follows from the rest. */
export function withDerived(filled: Board): Board {
  const { name, homeAssistant } = filled;
  const { base = name } = filled.topics as { base?: string };
  const usualTopics = Object.fromEntries(Object.entries(TOPICS).map(([key, levels]) => [key, `${base}/${levels}`]));
  const board: Board = {
    ...filled,
    topics: { ...usualTopics, ...filled.topics, base },
    broker: { ...{ clientId: usualClientId(filled) }, ...filled.broker },
    sensors: withPace(filled.sensors).map((each) => derived({ ...onlyBus(filled, each), ...each }, SENSORS)),
    actuators: filled.actuators.map((each) => derived({ ...usual(base, each), ...each }, ACTUATORS)),
    rules: filled.rules.map((each) => derived(each, RULES)),
    publications: filled.publications.map((each) => ({ ...{ topic: `${base}/${each.id}` }, ...each })),
    ...(homeAssistant === undefined
      ? {}
      : { homeAssistant: { ...{ name: usualDeviceName(filled, titleOf(name)) }, ...homeAssistant } }),
  };
  return board.outbox === undefined && needsOutbox(board) ? { ...board, outbox: PART_DEFAULTS.outbox } : board;
}

/** A board of what somebody may write, where nothing is wrong. */
export function completeBoard(file: BoardFile): Board {
  return withDerived(withDefaults(file) as Board);
}

/** The name and the topics that an actuator has unless the board file says others. */
function usual(base: string, actuator: { type: string; id: string }): Values {
  const { id } = actuator;
  const further = Object.entries(actuatorOf(actuator).topics ?? {});
  return {
    name: titleOf(id),
    commandTopic: `${base}/${id}/set`,
    stateTopic: `${base}/${id}/state`,
    ...Object.fromEntries(further.map(([key, { level }]) => [key, `${base}/${id}/${level}`])),
  };
}

/** Sensors with the period that those have which are worked out of others, and say none: that of the slowest of them. */
function withPace(sensors: Board["sensors"]): Board["sensors"] {
  const periods = new Map<string, number>();
  for (const config of inOrder(sensors)) {
    const names = sensorOf(config).sources?.(config) ?? [];
    const own = (config as { periodSeconds?: number }).periodSeconds;
    const slowest = Math.max(0, ...names.map(([, name]) => periods.get(sensorId(name)) ?? 0));
    // Where none of them is there, that is told as an error.
    periods.set(config.id, own ?? (slowest > 0 ? slowest : 60));
  }
  return sensors.map((each) => ({ ...{ periodSeconds: periods.get(each.id) }, ...each }));
}

/** The bus of a sensor that does not say which: the only one of its kind. */
function onlyBus({ buses }: Board, { type }: { type: string }): { bus?: string } {
  const wanted = SENSORS.find((each) => each.type === type)?.bus?.type;
  const found = buses.find((each) => each.type === wanted);
  return found === undefined ? {} : { bus: found.id };
}

function derived<Config extends { type: string }>(config: Config, kinds: readonly Filling[]): Config {
  const rules = kinds.find(({ type }) => type === config.type)?.derived;
  const follows = Object.entries((rules ?? {}) as Record<string, (of: Config) => unknown>).filter(
    ([key]) => (config as Values)[key] === undefined,
  );
  return { ...config, ...Object.fromEntries(follows.map(([key, of]) => [key, of(config)])) };
}

function ofKind(config: Values, kinds: readonly Filling[]): Values {
  const kind = kinds.find(({ type }) => type === config.type);
  return kind === undefined ? config : merged(config, kind.defaults);
}

/** Filters stand in a sensor, or in each of its several values. */
function withFilters(config: Values): Values {
  const entries = Object.entries(config).map(([key, each]): [string, unknown] => {
    if (key === "filters") return [key, eachOf(each, withFilterDefaults)];
    return [key, isObject(each) && "filters" in each ? withFilters(each) : each];
  });
  return Object.fromEntries(entries);
}

function withFilterDefaults(config: Values): Values {
  return Object.fromEntries(
    Object.entries(config).map(([name, options]) => {
      const filter = FILTERS.find((each) => each.name === name);
      return [name, isObject(options) && filter !== undefined ? merged(options, filter.defaults) : options];
    }),
  );
}

/** What a kind of sensor has for what is not written, also in each of its values. */
export function sensorDefaults(type: unknown): object {
  const kind = SENSORS.find((each) => each.type === type);
  const { channel, sensor } = PART_DEFAULTS;
  if (kind === undefined) return sensor;
  const defaults: Values = { ...kind.defaults };
  if (kind.value !== undefined) return { ...sensor, ...channel, ...defaults };
  const values = quantitiesOf(kind).map((key) => [key, { ...channel, ...(defaults[key] as object) }]);
  return { ...sensor, ...defaults, ...Object.fromEntries(values) };
}

/** Where it is there at all. */
function part(of: Values, key: string, defaults: Values): Values {
  const given = of[key];
  return isObject(given) ? { [key]: merged(given, defaults) } : {};
}

function eachOf(list: unknown, fill: (each: Values) => Values): unknown {
  return Array.isArray(list) ? list.map((each: unknown) => (isObject(each) ? fill(each) : each)) : list;
}

/** What is given, and what is not given as the defaults have it; in objects likewise. */
function merged(given: Values, defaults: object): Values {
  const filled = { ...given };
  for (const [key, value] of Object.entries(defaults) as [string, unknown][]) {
    const there = filled[key];
    if (there === undefined) filled[key] = isObject(value) ? { ...value } : value;
    else if (isObject(there) && isObject(value)) filled[key] = merged(there, value);
  }
  return filled;
}

function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
