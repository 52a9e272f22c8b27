import type { Span } from "../../cli/styled";
import { tellTime } from "../terminal/event-lines";
import type { Outcome } from "./play";

/** How a script goes, as lines: its names, what was done, and what of it came as expected. */
export class OutcomeLines {
  readonly #name: string;
  #expectations = 0;
  readonly #failed: string[] = [];
  #hasEnded = true;

  /** @param name What the script's file is called */
  constructor(name: string) {
    this.#name = name;
  }

  of({ step, atMs, problem }: Outcome): Span[][] {
    const { text, line, action } = step;
    if (action.do === "name") return [[], [{ text: action.name, style: "bold" }]];
    if (action.do === "expect") this.#expectations++;
    if (problem !== undefined) {
      this.#failed.push(`${this.#name}:${line}`);
      if (action.do !== "expect") this.#hasEnded = false;
      return [
        row(atMs, [{ text: "FAIL  ", style: "red" }, { text: `${this.#name}:${line}: ${text}` }]),
        ...problem.map((each): Span[] => [{ text: `${" ".repeat(INDENT)}${each}`, style: "red" }]),
      ];
    }
    // The time in front of what comes next says that it has passed.
    if (action.do === "wait" || action.do === "at") return [];
    const sign: Span = action.do === "expect" ? { text: "ok    ", style: "green" } : { text: "      " };
    return [row(atMs, [sign, { text }])];
  }

  /** What came of it in all. */
  get summary(): Span[][] {
    const count = this.#expectations;
    const told = `${count} ${count === 1 ? "expectation" : "expectations"}`;
    if (this.#failed.length === 0) return [[], [{ text: `${told}, all met`, style: "green" }]];
    const places = this.#failed.join(", ");
    return [
      [],
      [
        {
          text: this.#hasEnded
            ? `${told}, ${this.#failed.length} not met: ${places}`
            : `${told}; it ended where something could not be done: ${places}`,
          style: "red",
        },
      ],
    ];
  }
}

const INDENT = tellTime(0).length + 8;

function row(atMs: number, spans: Span[]): Span[] {
  return [{ text: `${tellTime(atMs)}  `, style: "dim" }, ...spans];
}
