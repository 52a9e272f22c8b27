import type { SensorBase } from "../board/config/sensor";
import type { Path } from "../board/source";
import type { FilterConfig } from "../filters/registry";
import { nameFor } from "../program/names";

/** What a value is, whoever publishes it where. */
export interface ChannelFacts {
  kind: "sensor" | "binary_sensor" | "event";
  /** As published; undefined for a number without one, and for ON and OFF. */
  unit: string | undefined;
  /** Home Assistant's; undefined where neither the board file nor the kind of sensor says it. */
  deviceClass: string | undefined;
  /** Home Assistant's; undefined for ON and OFF. */
  stateClass: "measurement" | "total_increasing" | undefined;
  /** Digits after the decimal point; 0 for ON and OFF. */
  decimals: number;
  /** The lowest and the highest value, in the unit, as published; undefined for ON and OFF. */
  range: readonly [number, number] | undefined;
  /** What may happen, of an event: its payloads. */
  events?: readonly string[];
  /** What Home Assistant is told of it besides. */
  homeAssistant?: Readonly<Record<string, unknown>>;
}

/** A value that a board publishes. */
export interface Channel extends ChannelFacts {
  /** Where it stands in the board file: a sensor, or one of a sensor's quantities. */
  place: Path;
  /** Unique on the board, `[a-zA-Z0-9_-]`: the sensor's id, and of one with several quantities the quantity behind it. */
  id: string;
  /** For people. */
  name: string;
  sensor: SensorBase;
  /** What of a sensor with several quantities it is; undefined where the sensor has one. */
  quantity: string | undefined;
  stateTopic: string;
  qos: 0 | 1 | 2;
  /** What values go through before they are published. */
  filters: readonly FilterConfig[];
  publish: "period" | "change" | "both";
  /** After how long without a change a value is published again; where it is published on change. */
  maxSilenceSeconds: number;
  /** Whether there may be no reading. */
  mayMiss: boolean;
  isDiagnostic: boolean;
  /** Whether the board's own program gives it, and does not hear it. */
  isGiven: boolean;
  /** Its place among the values of the sensor's driver. */
  index: number;
  /** What it is worked out of, in the order in which its sensor names them; none where it is measured. */
  sources: readonly Channel[];
  /** Of those, the one that is read most seldom; of several, the one that comes last where all are read at once. */
  slowest: Channel | undefined;
  /** Whether another value of the board is worked out of it. */
  isSource: boolean;
}

/** The name that a channel has in the board's program. */
export function channelName({ id }: Pick<Channel, "id">): string {
  return nameFor("channel", id);
}

/** The types of firmware/app/program/program.ts that a program of the board's own has of values. */
const HANDLES = { sensor: "NumberSensor", binary_sensor: "ContactSensor", event: "PressSensor" } as const;

/** What a program of the board's own has of a value that is measured. */
export function handleOf({ kind }: Pick<ChannelFacts, "kind">): (typeof HANDLES)[keyof typeof HANDLES] {
  return HANDLES[kind];
}

/** The name of what keeps its last value, in the program of a board that works another one out of it. */
export function latestName({ id }: Pick<Channel, "id">): string {
  return nameFor("latest", id);
}

/** An id for people: with spaces, and a capital letter in front. */
export function titleOf(id: string): string {
  const words = id.replace(/[-_]+/g, " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
