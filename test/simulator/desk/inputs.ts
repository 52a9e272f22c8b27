import type { DeskHappening, DeskInput } from "../../../scripts/lib/desk/protocol";
import { UserError } from "../../../scripts/lib/user-error";
import type { Devices } from "../devices";
import type { Course, Defect, Lever, Levers } from "../devices/lever";
import { held, recording, swing, toggle, wave, within, type Shape } from "./course";

type Parts = ReturnType<Devices["levers"]>;
type Config = Parts[number]["config"];
type Told = Extract<DeskHappening, { type: "input" }>;

/** A part measures the same for ever, whatever becomes of what it measures. */
const STUCK = "stuck";
/** The longest recording, in characters. */
const LONGEST_RECORDING = 2_000_000;

/** What of a part is broken. */
interface Part {
  readonly levers: Levers;
  fault: string | undefined;
}

/** One input: a lever, and the course on which it is. */
class Input {
  readonly told: DeskInput;
  readonly lever: Lever;
  readonly part: Part;
  mode: Told["mode"] = "swinging";
  course: Course;
  /** What the last event said. */
  last: Told | undefined;
  readonly #nowMs: () => number;
  readonly #phase: number;

  constructor(config: Config, part: Part, lever: Lever, phase: number, nowMs: () => number) {
    this.part = part;
    this.lever = lever;
    this.#phase = phase;
    this.#nowMs = nowMs;
    this.told = describe(config, part.levers, lever);
    this.course = this.swinging;
  }

  get swinging(): Course {
    if (this.lever.kind === "part") return held(0);
    return this.lever.kind === "contact" ? toggle() : swing(this.lever.swings, this.#phase);
  }

  get raw(): number {
    return this.lever.kind === "part" ? 0 : this.course.at(this.#nowMs());
  }

  get event(): Told {
    const { told, lever, part } = this;
    return {
      type: "input",
      id: told.id,
      value: lever.kind === "part" ? lever.isOn() : lever.kind === "contact" ? this.raw >= 0.5 : this.#shown,
      mode: lever.kind === "part" ? "held" : this.mode,
      ...(part.fault === undefined ? {} : { fault: part.fault }),
    };
  }

  /** As exactly as it is held, and otherwise to a step. */
  get #shown(): number {
    if (this.mode === "held") return this.raw;
    const steps = Math.round(1 / this.told.step);
    return steps >= 1 ? Math.round(this.raw * steps) / steps : this.raw;
  }

  /** Has the part follow the course, or stand still where it is stuck. */
  follow(): void {
    if (this.lever.kind !== "part") this.lever.follow(this.part.fault === STUCK ? held(this.raw) : this.course);
  }
}

/** All that a person can move and break on a board. */
export class Inputs {
  readonly #inputs: readonly Input[];
  readonly #nowMs: () => number;
  readonly #tell: (event: Told) => void;

  /**
   * Has everything swing.
   * @param nowMs The board's clock
   * @param tell Called with where an input stands now
   */
  constructor(parts: Parts, nowMs: () => number, tell: (event: Told) => void) {
    this.#nowMs = nowMs;
    this.#tell = tell;
    this.#inputs = parts.flatMap(({ config, levers, defects }, phase) => {
      const part: Part = { levers: { levers, defects }, fault: undefined };
      return levers.map((lever) => new Input(config, part, lever, phase, nowMs));
    });
    for (const input of this.#inputs) input.follow();
  }

  get all(): DeskInput[] {
    return this.#inputs.map(({ told }) => told);
  }

  /** Where each stands. */
  standing(): Told[] {
    return this.#inputs.map((input) => input.event);
  }

  /** Tells of those that are not where they were told to be. */
  tellMoved(): void {
    for (const input of this.#inputs) {
      const { event } = input;
      const { last } = input;
      if (last?.value === event.value && last.mode === event.mode && last.fault === event.fault) continue;
      input.last = event;
      this.#tell(event);
    }
  }

  /** @throws UserError where there is no such input, or the value is beyond its range or of another kind */
  set(id: string, value: number | boolean): void {
    const input = this.#movable(id);
    const { told } = input;
    if (told.kind === "contact") {
      if (typeof value !== "boolean") throw new UserError(`${id} is a contact: it is on or off, and no number`);
      this.#lead(input, "held", held(value ? 1 : 0));
      return;
    }
    if (typeof value !== "number") throw new UserError(`${id} takes a number, ${rangeOf(told)}`);
    inRange(told, value);
    this.#lead(input, "held", held(value));
  }

  /** @throws UserError where there is no such input */
  hold(id: string): void {
    const input = this.#movable(id);
    const { value } = input.event;
    this.#lead(input, "held", held(Number(value)));
  }

  /** Holds all that swing. */
  holdAll(): void {
    for (const { told } of this.#inputs) if (told.kind !== "part") this.hold(told.id);
  }

  /** @throws UserError where there is no such input */
  swing(id: string): void {
    const input = this.#movable(id);
    this.#lead(input, "swinging", input.swinging);
  }

  /** @throws UserError where there is no such input, or its wave goes beyond its range */
  play(
    id: string,
    shape: Shape,
    { periodSeconds, from, to }: { periodSeconds: number; from: number; to: number },
  ): void {
    const input = this.#movable(id);
    if (!(periodSeconds >= 0.1 && periodSeconds <= 86_400 * 7)) {
      throw new UserError(`${id}: a wave takes 0.1 s to a week, and not ${periodSeconds} s`);
    }
    for (const end of [from, to]) inRange(input.told, end);
    this.#lead(input, "played", wave(shape, { periodMs: periodSeconds * 1000, from, to, sinceMs: this.#nowMs() }));
  }

  /** @throws UserError where there is no such input, or the recording cannot be read */
  record(id: string, name: string, csv: string): void {
    const input = this.#movable(id);
    if (csv.length > LONGEST_RECORDING) {
      throw new UserError(`${name} has more than ${LONGEST_RECORDING} characters: play a part of it`);
    }
    let course: Course;
    try {
      course = recording(csv, name, this.#nowMs());
    } catch (error) {
      throw new UserError((error as Error).message);
    }
    const [from, to] = input.told.kind === "contact" ? [0, 1] : [input.told.from, input.told.to];
    this.#lead(input, "played", within(course, from, to));
  }

  /** @param fault undefined mends it @throws UserError where there is no such input, or nothing of it breaks that way */
  break(id: string, fault: string | undefined): void {
    const input = this.#find(id);
    const { part, told } = input;
    if (fault !== undefined && !told.faults.includes(fault)) {
      throw new UserError(`${id} cannot be "${fault}"; it can be: ${told.faults.join(", ")}`);
    }
    if (fault === part.fault) return;
    defectOf(part)?.end();
    part.fault = fault;
    defectOf(part)?.begin();
    for (const each of this.#inputs.filter((other) => other.part === part)) each.follow();
    this.tellMoved();
  }

  /** Goes on as another board's: those of the same names stand where those stood, are on the same courses and as broken. */
  goOnAs(others: Inputs): void {
    for (const other of others.#inputs) {
      const input = this.#inputs.find(({ told }) => told.id === other.told.id && told.kind === other.told.kind);
      if (input === undefined) continue;
      if (other.mode !== "swinging") {
        const { kind, from, to } = input.told;
        input.mode = other.mode;
        input.course = kind === "number" ? within(other.course, from, to) : other.course;
      }
      const { fault } = other.part;
      if (fault !== undefined && input.told.faults.includes(fault) && input.part.fault === undefined) {
        input.part.fault = fault;
        defectOf(input.part)?.begin();
      }
    }
    for (const input of this.#inputs) input.follow();
  }

  #lead(input: Input, mode: Told["mode"], course: Course): void {
    input.mode = mode;
    input.course = course;
    // What is stuck stays where it is.
    if (input.part.fault !== STUCK) input.follow();
    this.tellMoved();
  }

  #movable(id: string): Input {
    const input = this.#find(id);
    if (input.told.kind === "part")
      throw new UserError(`${id} is driven by the board: it can be broken, and not moved`);
    return input;
  }

  #find(id: string): Input {
    const input = this.#inputs.find(({ told }) => told.id === id);
    if (input !== undefined) return input;
    const ids = this.#inputs.map(({ told }) => told.id);
    throw new UserError(
      ids.length === 0
        ? "nothing on this board can be moved"
        : `there is no input "${id}"; there are: ${ids.join(", ")}`,
    );
  }
}

function defectOf({ fault, levers: { defects } }: Part): Defect | undefined {
  return fault === undefined ? undefined : defects[fault];
}

function inRange(told: DeskInput, value: number): void {
  const [from, to] = told.kind === "contact" ? [0, 1] : [told.from, told.to];
  if (!(value >= from && value <= to)) throw new UserError(`${told.id} takes ${rangeOf(told)}, and not ${value}`);
}

function rangeOf({ kind, from, to, unit }: DeskInput): string {
  return kind === "contact" ? "0 (open) or 1 (closed)" : `${from} … ${to}${unit === "" ? "" : ` ${unit}`}`;
}

function describe(config: Config, { levers, defects }: Levers, lever: Lever): DeskInput {
  const defectNames = Object.keys(defects);
  const common = { id: config.id, name: lever.name, kind: lever.kind };
  const plain = { unit: "", from: 0, to: 1, step: 1 };
  if (lever.kind === "part") return { ...common, ...plain, values: [], faults: defectNames };
  const asked = new Map<string, unknown>(Object.entries(config));
  return {
    ...common,
    ...(lever.kind === "contact" ? plain : { unit: lever.unit, from: lever.from, to: lever.to, step: lever.step }),
    id: levers.length === 1 ? config.id : `${config.id}/${lever.quantity}`,
    values: lever.values
      .filter((quantity) => quantity === "" || asked.get(quantity) !== false)
      .map((quantity) => (quantity === "" ? config.id : `${config.id}/${quantity}`)),
    faults: [...defectNames, STUCK],
  };
}
