import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { actuatorOf } from "../actuators/registry";
import { channelsOf } from "../sensors/channels";
import { handleOf, type Channel } from "../sensors/channel";
import { sensorOf } from "../sensors/registry";
import { withDerived } from "./defaults";
import type { Board } from "./config";
import type { Draft } from "./draft";
import { soundBoard } from "./sound";

const PROJECT = path.resolve(__dirname, "../../..");
/** Where the types stand of what any program is given. */
const TYPES = "firmware/app/program/program";
/** What an id may be made of; a board file with problems may have others. */
const ID = /^[a-zA-Z0-9_-]{1,32}$/;
const NOTHING = "Record<never, never>";
const LINE_CHARACTERS = 120;

/** A member of one of the types that are made here, or a whole type. */
interface Entry {
  id: string;
  /** What an editor shows of it. */
  about: string;
  type: string | readonly Entry[];
}

/** Where the types of a board file's ids are written. */
export function programTypesPath(boardFile: string): string {
  return boardFile.replace(/\.json$/, ".board.d.ts");
}

/**
 * What the type of a board's program is called: that of `leak-valve.json` is `LeakValve`.
 * @param taken Names that have another meaning in that file
 */
export function programTypeName(boardFile: string, taken: ReadonlySet<string> = new Set()): string {
  const words = path.basename(boardFile, ".json").split(/[^a-zA-Z0-9]+/);
  const name = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
  return /^[A-Z]/.test(name) && !taken.has(name) ? name : `Board${name}`;
}

/**
 * Writes the types of a board's ids beside its file, where it names a program and they are not those that are there. Where nothing can
 * be written they stay as they are: who only reads a project has no use for others.
 * @param draft May be wrong in places; what is right is told all the same.
 */
export function keepProgramTypes(draft: Draft, boardFile: string): void {
  const { program } = (draft.value ?? {}) as { program?: unknown };
  if (typeof program !== "string") return;
  const text = programTypesText(withDerived(soundBoard(draft).board), boardFile);
  const file = programTypesPath(boardFile);
  try {
    if (isThere(file, text)) return;
    writeFileSync(file, text);
  } catch (error) {
    if (!["EACCES", "EPERM", "EROFS"].includes(String((error as NodeJS.ErrnoException).code))) throw error;
  }
}

/** Whatever its line ends are. */
function isThere(file: string, text: string): boolean {
  try {
    return readFileSync(file, "utf8").replaceAll("\r\n", "\n") === text;
  } catch {
    return false;
  }
}

/** The types of what a board's program is given, as prettier leaves them. */
export function programTypesText(board: Board, boardFile: string): string {
  const types = new Set(["BoardProgram"]);
  const lists = [
    { id: "Sensors", about: "What it measures.", type: sensorsOf(board, types) },
    { id: "Actuators", about: "What it drives.", type: actuatorsOf(board, types) },
    { id: "Subscriptions", about: "What it hears.", type: topicsOf(board, "subscriptions", types) },
    { id: "Publications", about: "What it tells.", type: topicsOf(board, "publications", types) },
  ];
  const given = lists.map(({ id, type }) => (type.length > 0 ? id : NOTHING));
  if (board.time !== undefined) given.push('"time"');
  // What is left out at the end is as it would be said.
  while (given.length > 2 && given.at(-1) === NOTHING) given.pop();
  const file = path.basename(boardFile);
  const name = programTypeName(boardFile, new Set([...types, ...lists.map(({ id }) => id)]));
  return [
    `// Made of ${file} by whatever loads it, such as npm start: what is changed here is lost.`,
    "",
    importOf([...types].sort(), wayToTypes(boardFile)),
    ...lists.filter(({ type }) => type.length > 0).flatMap((list) => ["", ...interfaceOf(list)]),
    "",
    `/** What the program of ${file} is given. */`,
    typeOfProgram(name, given),
    "",
  ].join("\n");
}

function sensorsOf(board: Board, types: Set<string>): Entry[] {
  const channels = channelsOf(board);
  return entriesOf(
    board.sensors.map((sensor): Entry => {
      const own = channels.filter((channel) => channel.sensor === sensor);
      const single = own.find(({ quantity }) => quantity === undefined);
      if (single !== undefined) {
        return { id: sensor.id, about: aboutChannel(single, sensor.type), type: used(types, typeOf(single)) };
      }
      const values = own.map((channel): Entry => {
        return { id: channel.quantity ?? "", about: aboutChannel(channel), type: used(types, typeOf(channel)) };
      });
      return { id: sensor.id, about: sensor.type, type: values };
    }),
  );
}

function typeOf(channel: Channel): string {
  return sensorOf(channel.sensor).handle ?? handleOf(channel);
}

function aboutChannel({ unit }: Channel, type?: string): string {
  return [...(type === undefined ? [] : [type]), ...(unit === undefined ? [] : [`in ${unit}`])].join(", ");
}

function actuatorsOf({ actuators }: Board, types: Set<string>): Entry[] {
  return entriesOf(
    actuators.map((each): Entry => ({ id: each.id, about: "", type: used(types, actuatorOf(each).handle) })),
  );
}

function topicsOf(board: object, key: "subscriptions" | "publications", types: Set<string>): Entry[] {
  const { [key]: list } = board as { [Key in typeof key]?: unknown };
  const type = key === "subscriptions" ? "Subscription" : "Publication";
  const entries = (Array.isArray(list) ? list : []) as { id?: unknown; topic?: unknown }[];
  return entriesOf(
    entries
      .filter((each) => typeof each === "object" && each !== null && typeof each.id === "string")
      .map(({ id, topic }): Entry => ({ id: String(id), about: `${String(topic)}`, type: used(types, type) })),
  );
}

function used(types: Set<string>, name: string): string {
  types.add(name);
  return name;
}

/** Those that can be told, each id once. */
function entriesOf(entries: readonly Entry[]): Entry[] {
  const byId = new Map(entries.filter(({ id }) => ID.test(id)).map((entry) => [entry.id, entry]));
  return [...byId.values()];
}

function interfaceOf({ id, about, type }: { id: string; about: string; type: readonly Entry[] }): string[] {
  return [`/** ${about} */`, `export interface ${id} {`, ...type.flatMap((entry) => membersOf(entry, "  ")), "}"];
}

function membersOf({ id, about, type }: Entry, indent: string): string[] {
  const key = keyOf(id);
  const doc = about === "" ? [] : [`${indent}/** ${oneLine(about)} */`];
  if (typeof type === "string") return [...doc, `${indent}${key}: ${type};`];
  if (type.length === 0) return [...doc, `${indent}${key}: ${NOTHING};`];
  const inner = type.flatMap((entry) => membersOf(entry, `${indent}  `));
  return [...doc, `${indent}${key}: {`, ...inner, `${indent}};`];
}

/** Quotes stand where they have to. */
function keyOf(id: string): string {
  return /^[a-zA-Z_]\w*$/.test(id) ? id : JSON.stringify(id);
}

/** What may stand in a comment. */
function oneLine(text: string): string {
  return text.replaceAll("*/", "* /").replace(/\s+/g, " ");
}

function typeOfProgram(name: string, given: readonly string[]): string {
  const line = `export type ${name} = BoardProgram<${given.join(", ")}>;`;
  if (line.length <= LINE_CHARACTERS) return line;
  return [
    `export type ${name} = BoardProgram<`,
    ...given.map((each, i) => `  ${each}${i < given.length - 1 ? "," : ""}`),
    ">;",
  ].join("\n");
}

function importOf(names: readonly string[], from: string): string {
  const line = `import type { ${names.join(", ")} } from ${JSON.stringify(from)};`;
  if (line.length <= LINE_CHARACTERS) return line;
  return [`import type {`, ...names.map((name) => `  ${name},`), `} from ${JSON.stringify(from)};`].join("\n");
}

function wayToTypes(boardFile: string): string {
  const way = path.relative(path.dirname(boardFile), path.join(PROJECT, TYPES)).split(path.sep).join("/");
  return way.startsWith(".") ? way : `./${way}`;
}
