import { wrapped } from "../../cli/styled";
import type { DeskActuator, DeskBoard, DeskInput } from "../protocol";
import { happeningsOf } from "./happenings";
import { timeWords } from "./names";
import { commandHint } from "./parse-command";
import { inputWords, valueWords } from "./parse-input";

const WIDTH = 80;

/** What can be typed, with this board's names. */
export function help(board: DeskBoard): string[] {
  const { inputs, actuators } = board;
  const isShared = (id: string): boolean =>
    actuators.some((each) => each.id === id) && inputs.some((each) => each.id === id && each.kind !== "part");
  // Of an actuator's own part only what can be broken is told, where its commands are.
  const world = inputs.filter(({ id, kind }) => kind !== "part" || !actuators.some((each) => each.id === id));
  return [
    ...section(
      "the world",
      world.map((input) => [
        `${isShared(input.id) ? "world " : ""}${input.id}`,
        [valueWords(input), inputWords(input).map(shape).join(", ")].filter((words) => words !== "").join("; "),
      ]),
    ),
    ...section(
      "commands",
      actuators.map((actuator) => [
        `${isShared(actuator.id) ? "command " : ""}${actuator.id}`,
        [commandHint(actuator), ...inputs.filter(isPartOf(actuator)).map((part) => inputWords(part).join(", "))].join(
          "; ",
        ),
      ]),
    ),
    ...section(
      "what happens to it",
      Array.from(happeningsOf(board), ([word, seconds]) => [
        word,
        [...seconds.keys()].filter((second) => second !== "").join(", "),
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

function shape(word: string): string {
  if (word === "trace") return "trace FILE.csv";
  return /^(sine|square|ramp)$/.test(word) ? `${word} 10..30 60s` : word;
}

function section(title: string, rows: readonly (readonly [string, string])[]): string[] {
  if (rows.length === 0) return [];
  const first = Math.max(...rows.map(([name]) => name.length)) + 4;
  const indent = " ".repeat(first);
  const lines = rows.flatMap(([name, what]) => {
    const [start, ...more] = wrapped(what.split(" "), WIDTH - first);
    return [`  ${name}`.padEnd(first) + start, ...more.map((part) => indent + part)];
  });
  return [`${title}:`, ...lines];
}
