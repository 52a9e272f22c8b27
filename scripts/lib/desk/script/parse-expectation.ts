import { didYouMean } from "../../cli/did-you-mean";
import { UserError } from "../../user-error";
import { parseNumber, parseSeconds } from "../lines/quantity";
import { baseOf, ownTopic } from "../lines/topics";
import type { DeskBoard } from "../protocol";
import type { Expectation, Subject, Test } from "./expectation";

const HOW = "expect TOPIC VALUE within 10s";

/**
 * What stands behind `expect`: `pump/state ON within 10s`, `no pump/state within 60s`, `soil > 20`, `soil ~ 20 ±0.5`,
 * `pin D25 low`, `console "text"`. @throws UserError
 */
export function parseExpectation(text: string, board: DeskBoard): Expectation {
  const [, no, rest] = /^(no\s+)?([\s\S]*)$/.exec(text.trim()) as unknown as [string, string | undefined, string];
  const isAbsent = no !== undefined;
  const [what, withinSeconds] = within(rest);
  const [subject, wanted] = parseSubject(what, board);
  const test = parseTest(wanted, subject);
  if (isAbsent && withinSeconds === undefined) {
    throw new UserError(`say for how long it must not come: expect no ${what} within 60s`);
  }
  if (subject.kind === "pin" && test === undefined) {
    throw new UserError(`say what the pin has to be: expect pin ${subject.pin} low`);
  }
  return { subject, test, isAbsent, withinSeconds: withinSeconds ?? 0 };
}

/** Takes the time off the end of it. */
function within(text: string): [what: string, seconds: number | undefined] {
  // Not one inside of a quoted text.
  const [, what, time] = /^([\s\S]*?)\s+within\s+([^"]+)$/.exec(text) ?? [];
  if (time === undefined) {
    if (/\swithin\s*$/.test(text)) throw new UserError(`within what time? ${HOW}`);
    return [text.trim(), undefined];
  }
  const seconds = parseSeconds(time);
  if (seconds === undefined) throw new UserError(`"${time}" is no time such as 10s, 500ms, 5min or 2h`);
  return [what.trim(), seconds];
}

function parseSubject(text: string, board: DeskBoard): [Subject, wanted: string] {
  const [, word = "", rest = ""] = /^(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  if (word === "") throw new UserError(`expect what? ${HOW}`);
  if (word === "console") return [{ kind: "console" }, rest];
  if (word === "pin") {
    const [, pin = "", wanted = ""] = /^(\S*)\s*([\s\S]*)$/.exec(rest) ?? [];
    const names = board.pins.map(({ name }) => name);
    if (!names.includes(pin)) {
      const problem = pin === "" ? "which pin?" : `nothing is on a pin "${pin}"${didYouMean(pin, names)};`;
      throw new UserError(`${problem} there are: ${names.join(", ")}`);
    }
    return [{ kind: "pin", pin }, wanted];
  }
  return [messageSubject(word, board), rest];
}

/** By the id of a value or an actuator, by a topic of the board, whole or below its base, or by any other. */
function messageSubject(word: string, board: DeskBoard): Subject {
  const value = board.values.find(({ id }) => id === word);
  const actuator = board.actuators.find(({ id }) => id === word);
  const own = value?.topic ?? actuator?.stateTopic ?? ownTopic(word, board);
  if (own === undefined) return { kind: "message", topics: [word, `${baseOf(board)}${word}`], isEvent: false };
  // What tells of a moment stands for nothing afterwards.
  const isEvent =
    own === board.diagnosticsTopic ||
    board.values.some(({ topic, kind }) => topic === own && kind === "event") ||
    board.actuators.some(({ commandTopic }) => commandTopic === own);
  return { kind: "message", topics: [own], isEvent };
}

function parseTest(text: string, subject: Subject): Test | undefined {
  if (text === "") {
    if (subject.kind === "console") throw new UserError('say what the console has to print: expect console "text"');
    return undefined;
  }
  if (subject.kind === "console") return { operator: "contains", text: unquoted(text.replace(/^contains\s+/, "")) };
  const [, operator, rest] = /^(<=|>=|<|>|=|~|contains\s)\s*([\s\S]*)$/.exec(text) ?? [undefined, "=", text];
  switch (operator) {
    case "=":
      return { operator, text: subject.kind === "pin" ? pinWord(rest) : unquoted(rest) };
    case "<":
    case ">":
    case "<=":
    case ">=":
      return { operator, number: numberOf(rest, operator) };
    case "~":
      return near(rest);
    default:
      return { operator: "contains", text: unquoted(rest) };
  }
}

/** What a pin does is told in small letters, and of PWM in percent. */
function pinWord(text: string): string {
  const word = text.toLowerCase().replace(/\s*%$/, "");
  if (word !== "high" && word !== "low" && parseNumber(word) === undefined) {
    throw new UserError(`a pin is high, low, or so many percent on: 40 %; "${text}" is none of them`);
  }
  return word;
}

function numberOf(text: string, operator: string): number {
  const number = parseNumber(text.replace(/\s*%$/, ""));
  if (number === undefined) throw new UserError(`behind "${operator}" a number is expected, and not "${text}"`);
  return number;
}

/** `20 ±0.5`; +- is for who has no ± on the keyboard. */
function near(text: string): Test {
  const [, first, second] = /^(\S+?)\s*(?:±|\+-|\+\/-)\s*(\S+)$/.exec(text) ?? [];
  const number = parseNumber(first ?? "");
  const tolerance = parseNumber(second ?? "");
  if (number === undefined || tolerance === undefined || tolerance < 0) {
    throw new UserError(`behind "~" a number is expected, and how far off it may be: ~ 20 ±0.5`);
  }
  return { operator: "~", number, tolerance };
}

function unquoted(text: string): string {
  return /^"(?:[^"\\]|\\.)*"$/.test(text) ? (JSON.parse(text) as string) : text;
}
