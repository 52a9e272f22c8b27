import type { Span, Style } from "../../cli/styled";
import { baseOf, shortTopic } from "../lines/topics";
import type { DeskBoard, DeskEvent } from "../protocol";
import { reportWords } from "../report-words";
import { tellInput } from "./tell-input";

type Event<Type extends DeskEvent["type"]> = Extract<DeskEvent, { type: Type }>;

/** What a line is, in the column behind the time. */
const TAGS = {
  reading: undefined,
  state: "green",
  command: "cyan",
  status: "bold",
  report: "magenta",
  refused: "red",
  message: undefined,
  console: "dim",
  pin: "yellow",
  part: "yellow",
  world: "blue",
  fault: "red",
  mended: "green",
  time: "blue",
  board: "blue",
  note: "blue",
  problem: "red",
} as const satisfies Record<string, Style | undefined>;

type Tag = keyof typeof TAGS;

/** A problem is marked by more than its colour. */
const PROBLEMS: readonly Tag[] = ["refused", "fault", "problem"];

/** One line, or of words as many as they take. */
export interface EventLine {
  spans: Span[];
  /** How far all but the first are moved in, where it is of words. */
  indent?: number;
}

/** What happens on a desk as lines of a terminal: what it is, at one look, and in words what changed. */
export class EventLines {
  #board: DeskBoard;
  #base: string;
  #report: string | undefined;
  readonly #inputs = new Map<string, string>();

  constructor(board: DeskBoard, standing: readonly DeskEvent[]) {
    this.#board = board;
    this.#base = baseOf(board);
    for (const event of standing) {
      if (event.type === "input") this.#inputs.set(event.id, this.#inputText(event));
      if (event.type === "message" && event.about === "report") this.#report = event.payload;
    }
  }

  /** @returns undefined for what is not worth a line */
  of(event: DeskEvent): EventLine | undefined {
    switch (event.type) {
      case "message":
        return this.#message(event);
      case "console":
        return row(event, "console", [{ text: event.line, style: "dim" }]);
      case "pin":
        return row(event, "pin", [{ text: this.#pinText(event) }]);
      case "part":
        // Of what is on or off its pin tells.
        if (/^(on|off)$/.test(event.text)) return undefined;
        return row(event, "part", [{ text: `${event.id} ${event.text}` }]);
      case "input":
        return this.#input(event);
      case "fault":
        return this.#fault(event);
      case "speed":
        return row(event, "time", [{ text: tellSpeed(event.times) }]);
      case "memory":
        return undefined;
      case "board":
        this.#board = event.board;
        this.#base = baseOf(event.board);
        return row(event, "board", [{ text: "it has started with another program" }]);
      case "told":
        return prose(event, event.isProblem ? "problem" : "note", event.text);
    }
  }

  #message(event: Event<"message">): EventLine | undefined {
    const { about, payload, retain, topic, words = payload } = event;
    if (about === "other" && isDiscovery(topic, this.#base)) return undefined;
    if (about === "report") return this.#reported(event);
    const style = about === "status" && payload === "offline" ? "red" : TAGS[about === "other" ? "message" : about];
    return row(event, about === "other" ? "message" : about, [
      { text: `${shortTopic(topic, this.#base)} ` },
      { text: words, style },
      ...(retain ? [{ text: "  (retained)", style: "dim" as const }] : []),
    ]);
  }

  #reported(event: Event<"message">): EventLine {
    const words = reportWords(event.payload, this.#report);
    this.#report = event.payload;
    const isRefusal = /"event":"(command |retained command |unknown topic)/.test(event.payload);
    return prose(event, isRefusal ? "refused" : "report", words.join(" "));
  }

  #pinText({ pin, level, duty, hz, skipped }: Event<"pin">): string {
    const stands = hz > 0 ? `${Math.round(duty * 100)} % at ${hz} Hz` : level ? "high" : "low";
    const part = this.#board.pins.find(({ name }) => name === pin)?.part ?? "";
    return `${pin} ${stands}${part === "" ? "" : `  (${part})`}${skipped > 0 ? `  and ${skipped} changes before` : ""}`;
  }

  /** Only what somebody did to it: what swings is told many times. */
  #input(event: Event<"input">): EventLine | undefined {
    const text = this.#inputText(event);
    if (this.#inputs.get(event.id) === text) return undefined;
    this.#inputs.set(event.id, text);
    return row(event, "world", [{ text }]);
  }

  #inputText(event: Event<"input">): string {
    return tellInput(event, this.#board, { isMoving: false });
  }

  #fault(event: Event<"fault">): EventLine {
    const fault = this.#board.faults.find(({ name }) => name === event.fault);
    const text = fault?.text ?? event.fault;
    return row(event, event.isOn ? "fault" : "mended", [{ text: event.isOn ? text : `no more: ${text}` }]);
  }
}

/** What Home Assistant is told of a board fills pages, and says nothing that the board does not. */
function isDiscovery(topic: string, base: string): boolean {
  return topic.endsWith("/config") && !(base !== "" && topic.startsWith(base));
}

/** `real`, `60 times as fast`: how time passes. */
export function tellSpeed(times: number): string {
  if (times === 0) return "stands still";
  return times === 1 ? "as on the wall" : `${times} times as fast as on the wall`;
}

/** Seconds of the desk's, as in front of each line. */
export function tellTime(ms: number): string {
  return `${(ms / 1000).toFixed(1).padStart(7)} s`;
}

/** Of time and tag, in front of what is told. */
const INDENT = tellTime(0).length + 11;

function row({ atMs }: { atMs: number }, tag: Tag, spans: Span[]): EventLine {
  const isProblem = PROBLEMS.includes(tag);
  return {
    spans: [
      { text: `${tellTime(atMs)} `, style: "dim" },
      { text: `${isProblem ? "!" : " "}${tag.padEnd(9)}`, style: TAGS[tag] },
      ...spans.map(({ text, style }) => ({ text, style: style ?? (isProblem ? TAGS[tag] : undefined) })),
    ],
  };
}

function prose(event: { atMs: number }, tag: Tag, text: string): EventLine {
  return { ...row(event, tag, [{ text }]), indent: INDENT };
}
