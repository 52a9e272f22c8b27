import type { Actuator } from "../../../firmware/actuators/actuator";
import type { ActuatorBase } from "../board/config/actuator";
import type { BoardBase } from "../board/config/node";
import type { BoardSource, Path } from "../board/source";
import type { DeskControl } from "../desk/protocol";
import type { Component } from "../home-assistant/component";
import type { Kind } from "../kind";
import type { Code } from "../program/code";
import type { Program } from "../program/program";

/** A kind of actuator on the host: all that the project knows of it but its driver and its model. */
export interface ActuatorDescriptor<Config extends ActuatorBase = ActuatorBase> extends Kind<Config> {
  /** What else is on the board of the reference's example, where it takes more than itself. */
  readonly exampleOn?: Readonly<Record<string, readonly object[]>>;
  /** A command that it obeys, whatever its board file says, and that shows something. */
  example(config: Config): string;
  /** The longest command that anybody sends, in bytes. */
  readonly longestCommandBytes: number;
  /** The longest state. */
  readonly longestState: string;
  /** What it publishes besides its state: by the key of its topic, which is <base>/<id>/<level> unless the board file says another. */
  readonly topics?: Readonly<Record<string, { readonly level: string; readonly longest: string }>>;
  readonly homeAssistant: HomeAssistantWords<Config>;
  /** What a person moves to command it, at a desk. */
  control(config: Config, board: BoardBase): DeskControl;
  /** What a program of the board's own has of it: the name of a type of firmware/app/program/program.ts. */
  readonly handle: `${string}Actuator`;
  /** Whether its state is a number for that program. */
  readonly hasNumber?: boolean;
  /** Whether its state outlives a reboot. */
  isKept?(config: Config): boolean;
  /** Whether its state changes without a command. */
  changesByItself?(config: Config): boolean;
  /** Whether it has done what it was told before the board sleeps, or what it was told outlives that: asleep no pin holds a level. */
  readonly isDoneAwake?: boolean;
  /** Makes its driver. */
  make(config: Config, program: Program): Code<Actuator>;
  /** Gives the started node what it needs more. */
  start?(config: Config, program: Program): void;
  /** Notes what it cannot do with what the board has; all of that is right by itself. */
  checkOn?(config: Config, place: Path, board: BoardBase, source: BoardSource): void;
  /** Notes what several of the kind on one board cannot do together. */
  checkAll?(actuators: readonly PlacedActuator<Config>[], source: BoardSource): void;
}

export interface PlacedActuator<Config extends ActuatorBase = ActuatorBase> {
  readonly config: Config;
  readonly place: Path;
}

/** How Home Assistant knows a kind of actuator: what it takes as commands and publishes as its state, and where. */
export interface HomeAssistantWords<Config> {
  /** As what it commands it; names and the quality of service are added. */
  commanded(config: Config, board: BoardBase): Component;
  /** As what it shows its state, where it cannot command it: commands of a board may have to be signed. */
  shown(config: Config, board: BoardBase): Component;
}

/** A word or a level that anybody sends, such as TOGGLE or 33.3333. */
export const SHORT_COMMAND_BYTES = 8;
