import type { DeskEvent } from "../desk/protocol";

/** So many events are told at once; some 50 kB. */
const MOST_AT_ONCE = 400;
/** So many wait to be thinned. */
const MOST_WAITING = 4 * MOST_AT_ONCE;

/** What one page has not been told yet of one desk. However much happens, it stays small. */
export class Backlog {
  #events: DeskEvent[] = [];
  #skipped = 0;

  add(event: DeskEvent): void {
    this.#events.push(event);
    if (this.#events.length > MOST_WAITING) this.#thin();
  }

  get isEmpty(): boolean {
    return this.#events.length === 0;
  }

  /** Empties it. */
  take(): { events: DeskEvent[]; skipped: number } {
    if (this.#events.length > MOST_AT_ONCE) this.#thin();
    const taken = { events: this.#events, skipped: this.#skipped };
    this.#events = [];
    this.#skipped = 0;
    return taken;
  }

  /** Leaves out what later events of the same thing make up for, evenly, and then what is oldest. */
  #thin(): void {
    const left = new Map<string, number>();
    for (const event of this.#events) {
      const key = thing(event);
      left.set(key, (left.get(key) ?? 0) + 1);
    }
    const often = [...left.keys()].filter((key) => key !== "");
    const single = left.get("") ?? 0;
    const each = Math.max(1, Math.floor((MOST_AT_ONCE - single) / Math.max(1, often.length)));
    const seen = new Map<string, number>();
    const kept = this.#events.filter((event) => {
      const key = thing(event);
      if (key === "") return true;
      const count = left.get(key) ?? 0;
      const place = (seen.get(key) ?? 0) + 1;
      seen.set(key, place);
      // The last one always; the others at even distances before it.
      return count <= each || Math.floor((place * each) / count) > Math.floor(((place - 1) * each) / count);
    });
    const thinned = kept.length > MOST_AT_ONCE ? withoutOldest(kept) : kept;
    this.#skipped += this.#events.length - thinned.length;
    this.#events = thinned;
  }
}

/** Things whose events come often, and of which the last one makes up for those before; "" where each counts. */
function thing(event: DeskEvent): string {
  switch (event.type) {
    case "message":
      if (event.about === "other") return "other messages";
      return event.about === "reading" ? `message ${event.topic}` : "";
    case "pin":
      return `pin ${event.pin}`;
    case "part":
    case "input":
      return `${event.type} ${event.id}`;
    case "memory":
    case "speed":
      return event.type;
    default:
      return "";
  }
}

/** Of too many those that came last, and those that say how something of the board stands now. */
function withoutOldest(events: DeskEvent[]): DeskEvent[] {
  const standing = new Set(new Map(events.map((event) => [standingKey(event), event])).values());
  let surplus = events.length - MOST_AT_ONCE;
  return events.filter((event) => {
    if (surplus === 0 || standing.has(event)) return true;
    surplus--;
    return false;
  });
}

function standingKey(event: DeskEvent): string {
  if (event.type === "message" && event.about !== "other") return `message ${event.topic}`;
  if (event.type === "fault") return `fault ${event.fault}`;
  return thing(event) === "" ? event.type : thing(event);
}
