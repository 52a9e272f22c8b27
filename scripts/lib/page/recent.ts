import type { Desk } from "../desk/desk";
import type { DeskEvent } from "../desk/protocol";
import { plain } from "./plain";

/** So many readings are kept, and so many other things; some 600 kB at most of a talkative board. */
const MOST_READINGS = 2_000;
const MOST_OTHERS = 1_000;

/** What happened lately on a desk, for a page that is opened later. */
export class Recent {
  readonly #readings = new Newest(MOST_READINGS);
  readonly #others = new Newest(MOST_OTHERS);
  #count = 0;
  /** Stops keeping. */
  readonly end: () => void;

  constructor(desk: Pick<Desk, "onEvent">) {
    this.end = desk.onEvent((event) => {
      // Where those stand is told to everybody.
      if (event.type === "input" || event.type === "memory" || event.type === "speed") return;
      const isReading = event.type === "message" && event.about === "reading";
      (isReading ? this.#readings : this.#others).add({ event: plain(event), count: this.#count++ });
    });
  }

  /** In the order in which it happened. */
  get events(): DeskEvent[] {
    return [...this.#readings.kept, ...this.#others.kept].sort((a, b) => a.count - b.count).map(({ event }) => event);
  }
}

interface Counted {
  event: DeskEvent;
  count: number;
}

/** The last so many, and up to a half more until they are thrown away at once. */
class Newest {
  #kept: Counted[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get kept(): Counted[] {
    return this.#kept.slice(-this.#most);
  }

  add(counted: Counted): void {
    this.#kept.push(counted);
    if (this.#kept.length > this.#most * 1.5) this.#kept = this.#kept.slice(-this.#most);
  }
}
