import { tellSeconds } from "../lines/quantity";

/** What an expectation looks at. */
export type Subject =
  /** The last message on one of these topics; of an event, one that comes. */
  | { kind: "message"; topics: readonly string[]; isEvent: boolean }
  | { kind: "pin"; pin: string }
  /** A line of the console that comes. */
  | { kind: "console" };

/** What it has to be. */
export type Test =
  | { operator: "=" | "contains"; text: string }
  | { operator: "<" | ">" | "<=" | ">="; number: number }
  | { operator: "~"; number: number; tolerance: number };

export interface Expectation {
  subject: Subject;
  /** Undefined: whatever it is, as long as it comes. */
  test: Test | undefined;
  /** Whether it must not come. */
  isAbsent: boolean;
  /** How long it may take, or for how long it must not come. */
  withinSeconds: number;
}

/** Whether a payload, a line or what a pin does is what was expected. */
export function fits(text: string, test: Test | undefined): boolean {
  if (test === undefined) return true;
  if (test.operator === "contains") return text.includes(test.text);
  const number = numberIn(text);
  if (test.operator === "=") {
    // 20.0 is 20; but a text is what it is.
    return text === test.text || (!Number.isNaN(number) && number === numberIn(test.text));
  }
  switch (test.operator) {
    case "<":
      return number < test.number;
    case ">":
      return number > test.number;
    case "<=":
      return number <= test.number;
    case ">=":
      return number >= test.number;
    case "~":
      // What a computer makes of decimals is not to decide at the edge.
      return Math.abs(number - test.number) <= test.tolerance + 1e-9;
  }
}

/** NaN where it is none. */
function numberIn(text: string): number {
  return text.trim() === "" ? NaN : Number(text);
}

/** What was expected, for a report: `home/tank/pump/state to be ON within 10 s`. */
export function tellExpectation({ subject, test, isAbsent, withinSeconds }: Expectation): string {
  const when = withinSeconds > 0 ? `within ${tellSeconds(withinSeconds)}` : "now";
  return `${tellSubject(subject)} ${isAbsent ? "not " : ""}to ${tellTest(test, subject.kind)} ${when}`;
}

function tellTest(test: Test | undefined, kind: Subject["kind"]): string {
  if (test === undefined) return "come";
  switch (test.operator) {
    case "=":
      return test.text === "" ? "be empty" : `be ${test.text}`;
    case "contains":
      return `${kind === "console" ? "print" : "have in it"} "${test.text}"`;
    case "~":
      return `be ${test.number} ± ${test.tolerance}`;
    default:
      return `be ${test.operator} ${test.number}`;
  }
}

function tellSubject(subject: Subject): string {
  switch (subject.kind) {
    case "message":
      return subject.topics[0];
    case "pin":
      return `pin ${subject.pin}`;
    case "console":
      return "the console";
  }
}
