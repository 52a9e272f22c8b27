/** What a person can move and break of the model of a part. Each file of this folder says it of its kind: `levers(model, bench, config)`. */

/** Where something that moves is, at each moment. */
export interface Course {
  /** At a time of the board's clock in ms. Of a contact, 1 is closed and 0 open. */
  at(nowMs: number): number;
  /** When it moves next, where it stands until then: Infinity where it stays. Missing: it moves all the time. */
  nextMs?(nowMs: number): number;
}

interface LeverBase {
  /** The key of the board file for it, where the part measures several things; "" where it measures one. */
  quantity: string;
  /** What it is, in a word or two: "temperature". */
  name: string;
  /** Keys, as `quantity`, of the values that it changes. */
  values: readonly string[];
  /** Has the part be there from now on, at each moment. */
  follow(course: Course): void;
}

/** Something with a number: how warm it is, how far away something is. */
export interface NumberLever extends LeverBase {
  kind: "number";
  unit: string;
  /** What the part bears, or can tell, by its data sheet. */
  from: number;
  to: number;
  step: number;
  /** How it goes up and down by itself: around the middle, so far to each side. */
  swings: { middle: number; by: number };
}

/** Something that is open or closed. */
export interface ContactLever extends LeverBase {
  kind: "contact";
}

/** Nothing to move, and something to break. */
export interface BrokenLever extends Pick<LeverBase, "name"> {
  kind: "part";
  /** Whether it is on, as people see it. */
  isOn(): boolean;
}

export type Lever = NumberLever | ContactLever | BrokenLever;

/** Something that breaks, and can be mended. */
export interface Defect {
  begin(): void;
  end(): void;
}

export interface Levers {
  levers: readonly Lever[];
  /** By their names in words: "unplugged". One at a time. */
  defects: Readonly<Record<string, Defect>>;
}

/** The clock, as levers go by it. */
interface Clock {
  readonly nowMs: number;
  after(ms: number, happen: () => void): { cancel(): void };
}

/** How often a lever that cannot be asked is moved along its course. */
const STEP_MS = 100;

/** For a model that asks how things are when it measures. */
export function asked(clock: Pick<Clock, "nowMs">, assign: (value: () => number) => void): LeverBase["follow"] {
  return (course) => assign(() => course.at(clock.nowMs));
}

/** For a model that is told how things are: whenever they change. */
export function told(clock: Clock, put: (value: number) => void): LeverBase["follow"] {
  let next: { cancel(): void } | undefined;
  const go = (course: Course): void => {
    const { nowMs } = clock;
    put(course.at(nowMs));
    const nextMs = course.nextMs?.(nowMs) ?? nowMs + STEP_MS;
    next = nextMs === Infinity ? undefined : clock.after(Math.max(nextMs - nowMs, 1), () => go(course));
  };
  return (course) => {
    next?.cancel();
    go(course);
  };
}

/** A part that can only be broken. */
export function onlyBroken(name: string, isOn: () => boolean, defects: Levers["defects"]): Levers {
  return { levers: [{ kind: "part", name, isOn }], defects };
}

/** A defect that is a field of the model. */
export function whileSet<Key extends string>(model: Record<Key, boolean>, key: Key, broken = true): Defect {
  return { begin: () => void (model[key] = broken), end: () => void (model[key] = !broken) };
}
