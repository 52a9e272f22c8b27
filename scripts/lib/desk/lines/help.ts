import type { DeskBoard } from "../protocol";
import { happeningsOf } from "./happenings";
import { commandHint } from "./parse-command";
import { inputWords, valueWords } from "./parse-input";
import { wrapped } from "./table";

const WIDTH = 80;

/** What can be typed, with this board's names. */
export function help(board: DeskBoard): string[] {
  const { inputs, actuators } = board;
  const shared = inputs.filter(({ id }) => actuators.some((actuator) => actuator.id === id)).map(({ id }) => id);
  return [
    ...section(
      "the world",
      inputs.map((input) => [
        `${shared.includes(input.id) ? "world " : ""}${input.id}`,
        `${valueWords(input)}; ${inputWords(input).map(shape).join(", ")}`,
      ]),
    ),
    ...section(
      "commands",
      actuators.map((actuator) => [
        `${shared.includes(actuator.id) ? "command " : ""}${actuator.id}`,
        commandHint(actuator),
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
      ["time", board.kind === "real" ? "real" : "60x, real, stop, next"],
      ["publish", "TOPIC PAYLOAD [retained]"],
      ["show", "where everything stands"],
      ["quit", "ends it, as Ctrl-C does"],
    ]),
  ];
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
