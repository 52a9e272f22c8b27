import { ACTUATORS } from "../actuators/registry";
import type { Kind } from "../kind";
import { SENSORS } from "../sensors/registry";
import type { Board } from "./config";
import { BOARD_DEFAULTS, withDefaults } from "./defaults";
import type { Draft } from "./draft";
import { exampleEntry } from "./reference/example";
import { pointer, type Path } from "./source";

type Values = Record<string, unknown>;

/** A board in which everything is of its type, whatever the board file says. */
export interface SoundBoard {
  /** Lists keep their order, so that places are those of the file. */
  board: Board;
  /** Whether all at this place is as the file has it, and has a value. */
  isWhole: (place: Path) => boolean;
  /** The keys of an object that are not. */
  brokenKeys: (place: Path) => string[];
}

/** Where nothing is wrong. */
export const ALL_SOUND: Pick<SoundBoard, "isWhole" | "brokenKeys"> = { isWhole: () => true, brokenKeys: () => [] };

/** What stands for parts that every board has. */
const STAND_INS = {
  name: "unknown",
  engine: "espruino",
  chip: "esp32",
  wifi: { ssid: "unknown", password: "" },
  broker: { urls: ["mqtt://unknown"] },
} as const;

/** An example of a kind takes the place of an entry of no kind. */
const SOME_KIND = { sensors: "uptime", actuators: "switch" } as const;

/**
 * Makes a board of what a file says rightly, so that a mistake in one place keeps no check from the others. Examples stand in for what is
 * wrong or missing; what is said of them would be of no interest, so whoever looks at an entry as a whole asks `isWhole`.
 */
export function soundBoard({ value, unsound, unasked }: Pick<Draft, "value" | "unsound" | "unasked">): SoundBoard {
  const unsoundKeys = keysBelow(unsound);
  const unaskedKeys = keysBelow(unasked);
  const isSound = (place: Path): boolean => !unsound.has(pointer(place)) && unsoundKeys(place).length === 0;
  const given = { ...(isObject(value) ? value : {}) };
  for (const key of Object.keys(given)) {
    if (!LISTS.includes(key) && !isSound([key])) given[key] = mendedPart(key, given[key], unsoundKeys([key]));
  }
  for (const key of LISTS) given[key] = Array.isArray(given[key]) ? given[key] : [];
  given.buses = (given.buses as unknown[]).filter((_bus, index) => isSound(["buses", index]));
  for (const [list, kinds] of [
    ["sensors", SENSORS],
    ["actuators", ACTUATORS],
  ] as const) {
    given[list] = (given[list] as unknown[]).map((entry, index) => {
      const place = [list, index] as const;
      return isSound(place) ? entry : mendedEntry(entry, place, kinds, unsoundKeys(place));
    });
  }
  const known = Object.fromEntries(Object.entries(given).filter(([, each]) => each !== undefined));
  const brokenKeys = (place: Path): string[] => [...unsoundKeys(place), ...unaskedKeys(place)];
  return {
    board: withDefaults({ ...STAND_INS, ...known }) as Board,
    isWhole: (place) => isSound(place) && brokenKeys(place).length === 0,
    brokenKeys,
  };
}

/** Tells the keys at a place at which, or below which, one of these pointers leads. */
function keysBelow(pointers: Iterable<string>): (place: Path) => string[] {
  const keys = new Map<string, Set<string>>();
  for (const each of pointers) {
    const steps = each.split("/");
    for (let depth = 1; depth < steps.length; depth++) {
      const place = steps.slice(0, depth).join("/");
      const found = keys.get(place) ?? new Set();
      keys.set(place, found.add(steps[depth] ?? ""));
    }
  }
  return (place) => [...(keys.get(pointer(place)) ?? [])];
}

const LISTS: readonly string[] = ["buses", "sensors", "actuators", "rules"];

/** A part with what is right in it; undefined where that is not to be had. */
function mendedPart(key: string, part: unknown, broken: readonly string[]): unknown {
  const standIn = { ...BOARD_DEFAULTS, ...STAND_INS }[key as keyof typeof STAND_INS] as unknown;
  return isObject(standIn) && isObject(part) ? { ...standIn, ...without(part, broken) } : standIn;
}

/** An entry of a list, with what an example of its kind has in the place of what is wrong in it. */
function mendedEntry(
  entry: unknown,
  [list, index]: readonly [keyof typeof SOME_KIND, number],
  kinds: readonly Pick<Kind<object>, "type" | "pins" | "exampleEntry">[],
  broken: readonly string[],
): unknown {
  const right = isObject(entry) ? without(entry, broken) : {};
  // No id of a board file is like this one.
  const more = { periodSeconds: 60, id: `${list}[${index}]` };
  const kind = kinds.find(({ type }) => type === right.type);
  const example = exampleEntry(kind ?? kindOf(SOME_KIND[list], kinds), more) as Values;
  // What names it finds it all the same.
  if (kind === undefined) return { ...example, ...more, ...(typeof right.id === "string" ? { id: right.id } : {}) };
  return { ...right, ...Object.fromEntries(Object.entries(example).filter(([key]) => broken.includes(key))) };
}

function kindOf<Each extends { type: string }>(type: string, kinds: readonly Each[]): Each {
  const found = kinds.find((each) => each.type === type);
  if (found === undefined) throw new Error(`there is no kind "${type}"`);
  return found;
}

function without(values: Values, keys: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
}

function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
