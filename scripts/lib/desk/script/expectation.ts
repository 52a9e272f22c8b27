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

/** As the person wrote it, without the name of what is looked at: `ON`, `> 20`, `within 0.5 of 20`. */
export function tellTest(test: Test | undefined): string {
  if (test === undefined) return "anything";
  switch (test.operator) {
    case "=":
      return test.text === "" ? "an empty message" : test.text;
    case "contains":
      return `something with "${test.text}" in it`;
    case "~":
      return `${test.number} ± ${test.tolerance}`;
    default:
      return `${test.operator} ${test.number}`;
  }
}

/** What is looked at, for a report. */
export function tellSubject(subject: Subject): string {
  switch (subject.kind) {
    case "message":
      return subject.topics[0];
    case "pin":
      return `pin ${subject.pin}`;
    case "console":
      return "the console";
  }
}
