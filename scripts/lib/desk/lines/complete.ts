import type { DeskBoard } from "../protocol";
import { happeningsOf } from "./happenings";
import { firstWords, inputsOfPart, namesOf, timeWords } from "./names";
import { commandWords } from "./parse-command";
import { inputWords } from "./parse-input";
import { baseOf, shortTopic, topicsOf } from "./topics";

/** What may be typed next, and what of the line it takes the place of: as node:readline asks for it. */
export function complete(line: string, board: DeskBoard): [hits: string[], typed: string] {
  const words = line.trimStart().split(/\s+/);
  const typed = words.at(-1) ?? "";
  const candidates = candidatesAfter(words.slice(0, -1), board);
  const hits = candidates
    .filter((each) => each.toLowerCase().startsWith(typed.toLowerCase()))
    .map((each) => `${each} `);
  return [hits, typed];
}

function candidatesAfter(before: readonly string[], board: DeskBoard): string[] {
  const { inputs, actuators } = namesOf(board);
  const [first, ...more] = before;
  if (first === undefined) return firstWords(board);
  if (first === "world") return more.length === 0 ? [...inputs.keys()] : behindInput(board, more);
  if (first === "command") return more.length === 0 ? [...actuators.keys()] : behindActuator(board, more);
  if (more.length > 0) return [];
  if (first === "time") return timeWords(board);
  if (first === "publish") return topicsOf(board).map((topic) => shortTopic(topic, baseOf(board)));
  const happening = happeningsOf(board).get(first);
  if (happening !== undefined) return [...happening.keys()].filter((word) => word !== "");
  return [...behindInput(board, before), ...behindActuator(board, before)];
}

function behindInput(board: DeskBoard, [id, ...more]: readonly string[]): string[] {
  const input = namesOf(board).inputs.get(id) ?? inputsOfPart(board, id)[0];
  if (input === undefined || more.length > 0) return [];
  // Of a part that measures several things, only faults are of all of them.
  if (input.id !== id) return inputWords({ ...input, kind: "part" });
  return [...(input.kind === "contact" ? ["ON", "OFF"] : []), ...inputWords(input)];
}

function behindActuator(board: DeskBoard, [id, ...more]: readonly string[]): string[] {
  const actuator = namesOf(board).actuators.get(id);
  return actuator === undefined || more.length > 0 ? [] : commandWords(actuator);
}
