import type { Platform } from "../platforms/engine-files";
import { hardwarePictureFile } from "../board/reference/hardware-picture";
import { HARDWARE, HARDWARE_NAMES, type HardwareName } from "../platforms/hardware";
import { isMet, PLATFORMS, platformName } from "../platforms/needs";
import { UserError } from "../user-error";
import { ASKED_FORM, kindOf, kindsOf, parseAsked, type Asked, type List } from "./asked";
import { boardFileOf, type Wish } from "./board-file";
import { summaryOf } from "./schema-words";
import { checkName } from "./write-board";

/** So many characters has a line of a terminal. */
const LINE = 80;

/** How a person is asked. */
export interface Person {
  ask(question: string): Promise<string>;
  choose(question: string, choices: readonly string[]): Promise<number>;
  print(line: string): void;
}

/** What topics begin with, unless somebody says otherwise. */
export function usualBase(name: string): string {
  return `home/${name}`;
}

/** Asks for a board, until the answers make sense. @param name Where that is known already */
export async function askForBoard(
  root: string,
  name: string | undefined,
  hasUser: boolean,
  person: Person,
): Promise<Wish> {
  const named = name ?? (await answer(person, "name of the board: ", (text) => (checkName(root, text), text)));
  const { engine, chip } =
    PLATFORMS[await person.choose("which interpreter, on which chip?", PLATFORMS.map(platformName))];
  const platform = { engine, chip };
  const hardware = await askForHardware(chip, person);
  const sensors = await askForKinds("sensors", platform, person);
  const actuators = await askForKinds("actuators", platform, person);
  const base = (await person.ask(`what its topics begin with [${usualBase(named)}]: `)).trim();
  const wish = {
    ...platform,
    hardware,
    name: named,
    base: base === "" ? usualBase(named) : base,
    sensors,
    actuators,
    hasUser,
  };
  return askForPins(wish, person);
}

/** Which of the boards whose print is known carries the chip; undefined where it is another one. */
async function askForHardware(chip: Platform["chip"], person: Person): Promise<HardwareName | undefined> {
  const known = HARDWARE_NAMES.filter((name) => HARDWARE[name].chip === chip);
  const titles = known.map(
    (name) => `${HARDWARE[name].title}, with pins as printed on it (${hardwarePictureFile(name)})`,
  );
  return known[await person.choose("which board is the chip on?", [...titles, "another: pins by the chip's numbers"])];
}

async function askForKinds(list: List, platform: Platform, person: Person): Promise<Asked[]> {
  const kinds = kindsOf(list).filter(({ needs = [] }) =>
    needs.every((need) => need.key !== undefined || isMet(need, platform)),
  );
  const width = Math.max(...kinds.map(({ type }) => type.length));
  kinds.forEach(({ type }) => person.print(`  ${type.padEnd(width)}  ${summaryOf(type, LINE - width - 4)}`));
  return answer(person, `${list}, as ${ASKED_FORM}, with blanks between (Enter for none): `, (text) =>
    text
      .split(/\s+/)
      .filter((word) => word !== "")
      .map((word) => parseAsked(list, word)),
  );
}

/** Shows the pins that are proposed, and takes others. */
async function askForPins(wish: Wish, person: Person): Promise<Wish> {
  for (;;) {
    pinLines(boardFileOf(wish)).forEach((line) => person.print(`  ${line}`));
    const next = await answer(person, "other pins, such as soil@D35 pump@D26 (Enter takes these): ", (text) => {
      const words = text.split(/\s+/).filter((word) => word !== "");
      return words.length === 0 ? undefined : words.reduce(withPins, wish);
    });
    if (next === undefined) return wish;
    wish = next;
  }
}

const BUS_KEYS = ["pin", "clock", "data"];

function pinKeys(list: List, type: string): string[] {
  return Object.keys(kindOf(list, type).pins ?? {});
}

/** What is on which pins. */
export function pinLines(file: object): string[] {
  const lists = file as Readonly<Record<string, readonly Readonly<Record<string, unknown>>[] | undefined>>;
  return ["buses", "sensors", "actuators"].flatMap((list) =>
    (lists[list] ?? []).map((entry) => {
      const keys = list === "actuators" || list === "sensors" ? pinKeys(list, String(entry["type"])) : BUS_KEYS;
      const pins = keys.flatMap((key) => (key in entry ? [[key, entry[key]] as const] : []));
      const words = pins.map(([key, value]) => (pins.length > 1 ? `${key} ${String(value)}` : String(value)));
      return `${String(entry["id"])}: ${String(entry["type"])}${words.length > 0 ? ` on ${words.join(", ")}` : ""}`;
    }),
  );
}

function withPins(wish: Wish, word: string): Wish {
  const [id, text = ""] = word.split("@");
  const pins = text.toUpperCase().split(",");
  if (!pins.every((pin) => /^[A-Z]{1,3}\d{0,2}$/.test(pin)))
    throw new UserError(`"${word}": id@pin is expected, such as soil@D35`);
  const isIt = (asked: Asked): boolean => (asked.id ?? asked.kind) === id;
  const all = [...wish.sensors, ...wish.actuators];
  if (!all.some(isIt))
    throw new UserError(`there is no "${id}"; there are: ${all.map((each) => each.id ?? each.kind).join(", ")}`);
  const changed = (asked: readonly Asked[]): Asked[] => asked.map((each) => (isIt(each) ? { ...each, pins } : each));
  return { ...wish, sensors: changed(wish.sensors), actuators: changed(wish.actuators) };
}

/** Asks until the answer can be read. */
async function answer<T>(person: Person, question: string, read: (text: string) => T): Promise<T> {
  for (;;) {
    const text = (await person.ask(question)).trim();
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      error.lines.forEach((line) => person.print(line));
    }
  }
}
