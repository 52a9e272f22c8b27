import { UserError } from "../../user-error";
import type { Order, ReadFile } from "../lines/order";
import { parseLine } from "../lines/parse-line";
import { parseSeconds } from "../lines/quantity";
import type { DeskBoard } from "../protocol";
import type { Expectation } from "./expectation";
import { parseExpectation } from "./parse-expectation";

/** One thing that a script does. A line may have two of them: `at 10s water 18`. */
export type Action =
  /** So many seconds after the board was switched on. */
  | { do: "at"; seconds: number }
  | { do: "wait"; seconds: number }
  | { do: "order"; order: Order }
  | { do: "expect"; expectation: Expectation }
  | { do: "name"; name: string };

export interface Step {
  /** From 1. */
  line: number;
  /** What of the line it is, for the report. */
  text: string;
  action: Action;
}

/** Words of a script that no line at the desk has. */
const WORDS = ["at", "after", "wait", "expect", "name:"];

/**
 * Reads a script: one thing a line, `#` in front of what is for people.
 * @param name What it is called in what is said of its mistakes
 * @throws UserError with all mistakes, each with its line
 */
export function parseScript(text: string, name: string, board: DeskBoard, readFile: ReadFile): Step[] {
  const mistakes: string[] = [];
  const steps = text.split(/\r?\n/).flatMap((written, index) => {
    const line = index + 1;
    try {
      return parseSteps(withoutComment(written), board, readFile).map((step) => ({ line, ...step }));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      mistakes.push(`${name}:${line}: ${error.message}`);
      return [];
    }
  });
  if (mistakes.length > 0) throw new UserError(...mistakes);
  if (!steps.some(({ action }) => action.do === "expect")) {
    throw new UserError(
      `${name} expects nothing, so it would pass whatever happens; for example: expect status online within 15s`,
    );
  }
  return steps;
}

/** A colour such as #ff0000 is none. */
function withoutComment(line: string): string {
  return line.replace(/(^|\s)#(\s.*)?$/, "").trim();
}

function parseSteps(text: string, board: DeskBoard, readFile: ReadFile): Omit<Step, "line">[] {
  if (text === "" || text.startsWith("#")) return [];
  const [, word = "", rest = ""] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  switch (word) {
    case "name:":
      if (rest === "") throw new UserError('what is it called? "name: the pump obeys"');
      return [{ text, action: { do: "name", name: rest } }];
    case "wait": {
      const seconds = parseSeconds(rest);
      if (seconds === undefined) throw new UserError(`wait how long? "wait 10s", and not "${text}"`);
      return [{ text, action: { do: "wait", seconds } }];
    }
    case "at":
    case "after": {
      const [time, behind] = timeOf(rest);
      if (time === undefined) throw new UserError(`${word} what time? "${word} 10s", and not "${text}"`);
      const action: Action = word === "at" ? { do: "at", seconds: time } : { do: "wait", seconds: time };
      return [
        { text: text.slice(0, text.length - behind.length).trim(), action },
        ...parseSteps(behind, board, readFile),
      ];
    }
    case "expect":
      return [{ text, action: { do: "expect", expectation: parseExpectation(rest, board) } }];
    default:
      return [{ text, action: { do: "order", order: orderOf(text, word, board, readFile) } }];
  }
}

/** A time in front of something else: `10s water 18`, `1 min water 18`. */
function timeOf(text: string): [seconds: number | undefined, behind: string] {
  for (const pattern of [/^(\d\S*\s+[a-z]+)(?:\s+([\s\S]*))?$/, /^(\S+)(?:\s+([\s\S]*))?$/]) {
    const [, time = "", behind = ""] = pattern.exec(text) ?? [];
    const seconds = parseSeconds(time);
    if (seconds !== undefined) return [seconds, behind];
  }
  return [undefined, text];
}

function orderOf(text: string, word: string, board: DeskBoard, readFile: ReadFile): Order {
  if (word === "help" || word === "quit" || word === "exit" || word === "show") {
    throw new UserError(`"${word}" is for who sits at the desk`);
  }
  const order = parseLine(text, board, readFile, WORDS);
  if (order === undefined) throw new Error(`"${text}" is empty`);
  if (order.kind === "speed" && order.times === 0) {
    throw new UserError(`"${text}" would be the end of the script: nothing happens while time stands still`);
  }
  return order;
}
