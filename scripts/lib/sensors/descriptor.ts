import type { SensorBase } from "../board/config/sensor";
import type { Kind } from "../kind";
import type { Program } from "../program/program";
import type { BoardSource, Path } from "../board/source";
import type { Channel, ChannelFacts } from "./channel";
import type { PlacedSource } from "./sources";

/** A kind of sensor on the host: all that the project knows of it but its driver and its model. */
export interface SensorDescriptor<Config extends SensorBase = SensorBase> extends Kind<Config> {
  /** Its one value. A sensor has either this or `values`. @param sources What it is worked out of; some may be missing where the board file is wrong */
  value?(config: Config, sources: readonly Channel[]): ChannelFacts;
  /** The names of the values that it is worked out of, where it is, and the way to each in its entry. */
  sources?(config: Config): readonly (readonly [way: Path, name: string])[];
  /** Notes what cannot be worked out of them. Called where all are there. */
  checkSources?(sources: readonly PlacedSource[], source: BoardSource): void;
  /** What else measures on the board of the reference's example. */
  readonly exampleOn?: Readonly<Record<string, readonly object[]>>;
  /** Its several values, in the order in which they are published, each by the key under which it is set. */
  readonly values?: Quantities<Config>;
  /** What it is soldered to, where that is a bus. */
  readonly bus?: BusFacts<Config>;
  /** Whether it tells something of the device and not of the world. */
  readonly isDiagnostic?: boolean;
  /** Whether it has a reading at any time. */
  readonly isNeverMissing?: boolean;
  /**
   * What a program of the board's own has of it: the name of a type of firmware/app/program/program.ts. Left out, it is what each of its
   * values is: a NumberSensor, a ContactSensor or a PressSensor (`handleOf`).
   */
  readonly handle?: "ProgramSensor";
  /** Whether it takes one of the chip's pulse counters, where an engine has pulses counted by them. */
  takesPulseCounter?(config: Partial<Config>): boolean;
  /** Why a board that sleeps cannot have it, where it has to be awake all the time. */
  readonly lostAsleep?: string;
  /** Has the started node sample it. @param channels Where its values go */
  start(config: Config, channels: readonly Channel[], program: Program): void;
}

export interface BusFacts<Config> {
  readonly type: "i2c" | "oneWire";
  /** The values of its driver, in their order. */
  readonly measures: readonly string[];
  /** From the beginning of a measurement to its values, in ms, as its driver has it. */
  measuringMs(config: Config): number;
  /** Where it is on the bus, where the board file cannot say it. */
  readonly address?: string;
}

/** The keys of a sensor under which its several values stand, each `false` or what is asked of it. */
export type Quantities<Config> = {
  readonly [Key in keyof Config as QuantityKey<Config, Key>]-?: Measured<Extract<Config[Key], object>, Config>["facts"];
};

type QuantityKey<Config, Key extends keyof Config> = false extends Config[Key]
  ? [Extract<Config[Key], object>] extends [never]
    ? never
    : Key
  : never;

/** As a method, so that a descriptor is one of its base's kind. */
interface Measured<Channel, Config> {
  facts(channel: Channel, config: Config): ChannelFacts;
}
