/**
 * What a program of a board's own is given: a TypeScript file beside the board file, which exports one function. The node calls it
 * once at boot, with what the board has. These are types alone: a program takes of the chip what it uses of them, and no more.
 *
 * Its ids are those of the board file. `boards/NAME.board.d.ts`, which is made of that, puts them together with these types.
 */

/** A number that the board measures. */
export interface NumberSensor {
  /**
   * Has each reading told, as it is published, filters behind it; without a broker too. At most 8 listeners for each sensor.
   * @param heard is given NaN where there was no reading
   */
  onReading(heard: (value: number) => void): void;
  /** The last reading, in the sensor's unit; NaN where there was none, or not yet. */
  value(): number;
}

/** A contact or a logic level: on or off. */
export interface ContactSensor {
  /** Has each change told; not the level that it has at boot. */
  onChange(heard: (isOn: boolean) => void): void;
  /** Whether it is on now; false before its first reading. */
  isOn(): boolean;
}

/** How a push button is pressed. */
export type Press = "single" | "double" | "long";

/** A push button: a sensor of type "digital" with `"as": "event"`. */
export interface PressSensor {
  /** Has each press told, once it is known which it is. */
  onPress(heard: (press: Press) => void): void;
}

/** A sensor of type "program": this program gives it its value. */
export interface ProgramSensor {
  /**
   * Gives it a value, in its unit: published at once where it is another one than before, as published, and on the sensor's period.
   * @param value NaN for "no reading"
   */
  set(value: number): void;
}

/** An actuator, by the words that it takes and the states that it has. */
export interface Actuator<Command, State> {
  /**
   * Commands it, as somebody on the broker would: limits, interlocks and fail-safes hold, and its state is published.
   * @returns whether it was obeyed. What is refused is counted and reported, as a command from the broker is.
   */
  command(command: Command): boolean;
  /** Its state, as it is published. */
  state(): State;
  /** Has each change of its state told, whoever brought it about, after it. */
  onState(heard: (state: State) => void): void;
}

export type SwitchActuator = Actuator<"ON" | "OFF" | "TOGGLE", "ON" | "OFF">;
/** Percent, 0 … 100. ON is the last level that was not 0. */
export type PwmActuator = Actuator<number | "ON" | "OFF" | "TOGGLE", number>;
/** A position is 0 (closed) … 100 (open). "None": it stands, and nobody knows where. */
export type CoverActuator = Actuator<
  "OPEN" | "CLOSE" | "STOP" | number,
  "opening" | "closing" | "open" | "closed" | "stopped" | "None"
>;
/** A set-point. */
export type NumberActuator = Actuator<number, number>;
/** An angle. */
export type ServoActuator = Actuator<number, number>;
export type ButtonActuator = Actuator<"PRESS", "ON" | "OFF">;
/** Words, or Home Assistant's JSON: `{"state":"ON","brightness":128,"transition":2}`. Its state is JSON. */
export type LightActuator = Actuator<"ON" | "OFF" | "TOGGLE" | `{${string}}`, string>;
/** A target or a mode. Its state is JSON. */
export type ClimateActuator = Actuator<number | "off" | "heat" | "cool" | "heat_cool", string>;
/** Restarts the board. */
export type RestartActuator = Actuator<"PRESS", "ON" | "OFF">;
/** Has the board show which one it is. */
export type IdentifyActuator = Actuator<"PRESS", "ON" | "OFF">;

/** Messages on topics that the board file's "subscriptions" name. */
export interface Subscription {
  /** Has each message told. @param heard is given the payload and the topic, byte strings */
  onMessage(heard: (payload: string, topic: string) => void): void;
}

/** A topic of the board's own, of the board file's "publications". */
export interface Publication {
  /** @returns whether it was sent, or will be: false is counted as dropped */
  publish(payload: string): boolean;
}

/** Something that is to be done later. */
export interface Timer {
  /** Has it never done again. What was done, or cancelled already, stays so. */
  cancel(): void;
}

/** A number that outlives a reboot. */
export interface Kept {
  get(): number;
  /**
   * Sets it. Flash memory wears: it is stored once it has stood for 5 to 10 s, at most once a minute, so what was set just before the power
   * failed may be lost.
   */
  set(value: number): void;
}

/** A time of day on a clock of 24 hours, such as "22:00". */
export type TimeOfDay = `${number}:${number}`;

/** What every program is given, whatever its board has. */
export interface ProgramTools {
  /**
   * Does something once.
   * @param seconds From 0.01 to 1,000,000.
   */
  after(seconds: number, run: () => void): Timer;
  /** Does something again and again, for the first time after so many seconds; what a busy node missed is not made up for. */
  every(seconds: number, run: () => void): Timer;
  /**
   * A number that outlives a reboot; to be asked for at boot.
   * @param name of `[a-zA-Z0-9_-]`, written out in the program
   * @param initial What it is before it was ever set.
   */
  keep(name: string, initial: number): Kept;
  /**
   * Tells something on the diagnostics topic, in the next report: at most one a second, and of several in one second the last.
   * @param event Words, such as "filter is full"; at most 64 bytes. Quotes, backslashes and control characters become spaces.
   * @param id What it is about: a sensor, an actuator …
   */
  note(event: string, id?: string): void;
  /** Writes a line on the chip's console, which `npm run monitor` shows. */
  log(text: string): void;
}

/** What a program is given besides on a board with "time". */
export interface TimeTools {
  /**
   * Does something each day at a time of day, in the zone of the board file's "time". Not before the node has learned the time, and
   * nothing is made up for that a node without the time, or without power, missed.
   */
  at(time: TimeOfDay, run: () => void): Timer;
}

/**
 * What the program of a board is given.
 * @typeParam Time "time" on a board with a clock, else never
 */
export type BoardProgram<
  Sensors,
  Actuators,
  Subscriptions = Record<never, never>,
  Publications = Record<never, never>,
  Time extends "time" | never = never,
> = {
  readonly sensors: Sensors;
  readonly actuators: Actuators;
  readonly subscriptions: Subscriptions;
  readonly publications: Publications;
} & ProgramTools &
  ([Time] extends [never] ? unknown : TimeTools);
