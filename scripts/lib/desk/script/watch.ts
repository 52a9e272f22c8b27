import type { DeskEvent } from "../protocol";
import type { Desk } from "../desk";
import { fits, type Expectation, type Subject } from "./expectation";

export type Message = Extract<DeskEvent, { type: "message" }>;
type Pin = Extract<DeskEvent, { type: "pin" }>;
type Line = Extract<DeskEvent, { type: "console" }>;

/** What a script has seen on a desk: how things stand, and what came since it last did something. */
export class Watch {
  readonly #last = new Map<string, Message>();
  readonly #pins = new Map<string, Pin>();
  #came: (Message | Line)[] = [];
  /** How much of what came an expectation has taken for its own, by what it looks at: a press is one press. */
  readonly #taken = new Map<string, number>();
  readonly #unsubscribe: () => void;
  /** Called with each thing that happens. */
  onEvent: (event: DeskEvent) => void = () => {};

  constructor(desk: Desk) {
    for (const event of desk.standing()) this.#see(event);
    this.#came = [];
    this.#unsubscribe = desk.onEvent((event) => {
      this.#see(event);
      this.onEvent(event);
    });
  }

  close(): void {
    this.#unsubscribe();
  }

  /** From here on everything is what comes of what is done now. */
  begin(): void {
    this.#came = [];
    this.#taken.clear();
  }

  /** How many messages and lines have come. */
  get count(): number {
    return this.#came.length;
  }

  /** Whether it is as expected: by how it stands; or of what is to come, by what came since something was done. */
  holds({ subject, test, withinSeconds }: Expectation): boolean {
    switch (subject.kind) {
      case "pin":
        return pinTexts(this.#pins.get(subject.pin)).some((text) => fits(text, test));
      case "console":
        return this.#take(subject, test);
      case "message": {
        // Without a value it is about a message that comes, and not about how things stand.
        if (subject.isEvent || test === undefined) return this.#take(subject, test);
        // What was so before anything was done would say nothing of what that brings about.
        if (withinSeconds > 0) return this.cameOf(subject).some((each) => fits(textOf(each), test));
        const last = this.lastOf(subject);
        return last !== undefined && fits(last.payload, test);
      }
    }
  }

  /** What must not come has come: the first of it from the `from`th on. For a pin: it is so. */
  broke({ subject, test }: Expectation, from: number): Message | Line | Pin | undefined {
    if (subject.kind === "pin") {
      const pin = this.#pins.get(subject.pin);
      return pinTexts(pin).some((text) => fits(text, test)) ? pin : undefined;
    }
    return this.#came.slice(from).find((each) => isOf(each, subject) && fits(textOf(each), test));
  }

  lastOf(subject: Subject): Message | undefined {
    if (subject.kind !== "message") return undefined;
    return subject.topics
      .map((topic) => this.#last.get(topic))
      .reduce((latest, each) => (latest === undefined || (each?.atMs ?? -1) > latest.atMs ? each : latest), undefined);
  }

  pin(name: string): Pin | undefined {
    return this.#pins.get(name);
  }

  /** What came of it since something was done. */
  cameOf(subject: Subject): (Message | Line)[] {
    return this.#came.filter((each) => isOf(each, subject));
  }

  #take(subject: Subject, test: Expectation["test"]): boolean {
    const key = subject.kind === "message" ? subject.topics.join(" ") : subject.kind;
    const from = this.#taken.get(key) ?? 0;
    const index = this.#came.findIndex((each, i) => i >= from && isOf(each, subject) && fits(textOf(each), test));
    if (index >= 0) this.#taken.set(key, index + 1);
    return index >= 0;
  }

  #see(event: DeskEvent): void {
    if (event.type === "message") this.#last.set(event.topic, event);
    if (event.type === "pin") this.#pins.set(event.pin, event);
    if (event.type === "message" || event.type === "console") this.#came.push(event);
  }
}

function isOf(event: Message | Line, subject: Subject): boolean {
  if (event.type === "console") return subject.kind === "console";
  return subject.kind === "message" && subject.topics.includes(event.topic);
}

export function textOf(event: Message | Line): string {
  return event.type === "console" ? event.line : event.payload;
}

/** What a pin can be called: "low" is 0 %, and "high" is 100 %. */
function pinTexts(pin: Pin | undefined): string[] {
  if (pin === undefined) return [];
  if (pin.hz <= 0) return [pin.level ? "high" : "low", pin.level ? "100" : "0"];
  const percent = Math.round(pin.duty * 100);
  return [`${percent}`, ...(percent === 0 ? ["low"] : percent === 100 ? ["high"] : [])];
}

export function tellPin(pin: Pin): string {
  if (pin.hz > 0) return `${Math.round(pin.duty * 100)} % at ${pin.hz} Hz`;
  return pin.level ? "high" : "low";
}
