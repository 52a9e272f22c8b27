import type { Take } from "../../../firmware/app/messages/hear";
import type { ActuatorBase } from "../board/config/actuator";
import type { RuleBase } from "../board/config/rule";
import type { Draft } from "../board/draft";
import type { BoardSource, Path } from "../board/source";
import type { Kind } from "../kind";
import type { Code } from "../program/code";
import type { Step } from "../program/step";
import type { Program } from "../program/program";
import type { Channel } from "../sensors/channel";

/** A kind of rule on the host: all that the project knows of it but its driver. */
export interface RuleDescriptor<Config extends RuleBase = RuleBase> extends Kind<Config> {
  /** What is on the board of the reference's example. */
  readonly exampleOn: Readonly<Record<string, readonly object[]>>;
  /** Notes where it names what the board has not, or what cannot serve it. */
  checkReferences(draft: Draft, rule: Path): void;
  /** Notes what it cannot do with what the board has; all of that is right by itself, but its actuator may not be there. */
  checkOn?(config: Config, place: Path, board: RuledBoard, source: BoardSource): void;
  /** What it holds where it is to be, if that is what it does. */
  regulates?(config: Config): Regulation;
  /** What it does, for people: a sentence that names what it goes by and what it commands, without a full stop. */
  sentence(config: Config, board: RuledBoard): string;
  /** Whether it goes by a value. */
  isAbout(config: Config, channel: Channel): boolean;
  /** What it puts into the way of that value. */
  steps(rule: PlacedRule<Config> & { readonly channel: Channel }, program: Program): RuleSteps;
  /** What takes the messages that it goes by, where its config names a topic. */
  hear?(rule: PlacedRule<Config>, program: Program): Code<Take>;
}

/** A value that is held at a target by switching an actuator. */
export interface Regulation {
  readonly sensor: string;
  readonly actuator: string;
  /** A number, or the id of the actuator that says it. */
  readonly target: number | string;
  /** Whether the actuator raises the value or lowers it. */
  readonly mode: "heat" | "cool";
}

/** A rule of a board, and where in the board file it and its actuator stand. */
export interface PlacedRule<Config extends RuleBase = RuleBase> {
  readonly config: Config;
  /** Its place among the board's rules. */
  readonly index: number;
  /** The place of its actuator among the board's. */
  readonly actuator: number;
}

/** What rules are about. */
export interface RuledBoard {
  readonly channels: readonly Channel[];
  readonly actuators: readonly ActuatorBase[];
}

export interface RuleSteps {
  /** Listens to the sensor itself, in front of filters. */
  readonly listen?: Step;
  /** Goes by the values as they are published, without a broker too. */
  readonly follow?: Step;
}
