import { wrapped } from "../../cli/styled";
import type { DeskActuator, DeskBoard, DeskInput } from "../protocol";
import { happeningsOf } from "./happenings";
import { faultWord, timeWords, WAVES } from "./names";
import { commandHint } from "./parse-command";
import { valueWords } from "./parse-input";

const WIDTH = 80;

type Row = readonly [name: string, what: string];

/** What can be typed, with this board's names. */
export function help(board: DeskBoard): string[] {
  const { inputs, actuators } = board;
  const isShared = (id: string): boolean =>
    actuators.some((each) => each.id === id) && inputs.some((each) => each.id === id && each.kind !== "part");
  // Of an actuator's own part only what can be broken is told, where its commands are.
  const world = inputs.filter(({ id, kind }) => kind !== "part" || !actuators.some((each) => each.id === id));
  return [
    ...section("the world", [
      ...world.map((input): Row => [
        `${isShared(input.id) ? "world " : ""}${input.id}`,
        [valueWords(input), faultWords(input)].filter((words) => words !== "").join("; "),
      ]),
      ...waysOf(world),
    ]),
    ...section(
      "commands",
      actuators.map((actuator) => [
        `${isShared(actuator.id) ? "command " : ""}${actuator.id}`,
        [commandHint(actuator), ...inputs.filter(isPartOf(actuator)).map(faultWords)].join("; "),
      ]),
    ),
    ...section(
      "what happens to it",
      Array.from(happeningsOf(board), ([word, seconds]) => [
        word,
        seconds.has("") ? nameOf(seconds.get(""), board) : [...seconds.keys()].join(", "),
      ]),
    ),
    ...section("and", [
      ...(board.speeds.length === 0 ? [] : [["time", timeWords(board).join(", ")] as const]),
      ["publish", "TOPIC PAYLOAD [retained]"],
      ["show", "where everything stands"],
      ["quit", "ends it, as Ctrl-C does"],
    ]),
  ];
}

function isPartOf(actuator: DeskActuator): (input: DeskInput) => boolean {
  return ({ id, kind }) => kind === "part" && id === actuator.id;
}

/** What a word does that needs no other behind it. */
function nameOf(changes: readonly { fault: string }[] = [], { faults }: DeskBoard): string {
  return changes.map(({ fault }) => faults.find(({ name }) => name === fault)?.text ?? fault).join(", ");
}

/** What can be broken of an input's part. */
function faultWords({ faults }: DeskInput): string {
  return faults.length === 0 ? "" : [...faults.map(faultWord), "ok"].join(", ");
}

/** How what can be moved is moved by itself. */
function waysOf(world: readonly DeskInput[]): Row[] {
  if (!world.some(({ kind }) => kind !== "part")) return [];
  const hasNumber = world.some(({ kind }) => kind === "number");
  const numbers = `sine 10..30 60s, ${WAVES.slice(1).join(", ")}, trace FILE.csv`;
  return [["(each)", `hold, swing${hasNumber ? `; of a number: ${numbers}` : ""}`]];
}

function section(title: string, rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  const first = Math.max(...rows.map(([name]) => name.length)) + 4;
  const indent = " ".repeat(first);
  const lines = rows.flatMap(([name, what]) => {
    const [start, ...more] = wrapped(what.split(" "), WIDTH - first);
    return [`  ${name}`.padEnd(first) + start, ...more.map((part) => indent + part)];
  });
  return [`${title}:`, ...lines];
}
