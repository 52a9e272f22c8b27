import { EngineObject, NUMBER } from "./engine-objects";

interface Timer {
  id: number;
  dueMs: number;
  everyMs?: number;
  run: () => void;
  kept: EngineObject;
}

/** The engine's timers, on a clock that moves only from one to the next. */
export class Timers {
  nowMs = 0;
  /** What the engine keeps of them. */
  readonly kept: EngineObject[] = [];
  #timers: Timer[] = [];
  #lastId = 0;

  /** @param kept What belongs to the program in it; nothing where the engine calls for itself */
  add(run: () => void, ms: unknown, isRepeated: boolean, kept?: unknown): number {
    const wait = typeof ms === "number" && ms > 1 ? ms : 1;
    const object = new EngineObject([["time", NUMBER]]);
    if (isRepeated) object.add("intr", NUMBER);
    object.add("cb", kept);
    if (kept !== undefined) this.kept.push(object);
    const id = ++this.#lastId;
    this.#timers.push({ id, dueMs: this.nowMs + wait, ...(isRepeated ? { everyMs: wait } : {}), run, kept: object });
    return id;
  }

  clear(id: unknown): void {
    const timer = this.#timers.find((each) => each.id === id);
    if (timer !== undefined) this.#remove(timer);
  }

  /** Lets time pass. @param call What runs a callback, and lets nothing out */
  pass(ms: number, call: (run: () => void) => void): void {
    const end = this.nowMs + ms;
    for (let timer = this.#next(end); timer !== undefined; timer = this.#next(end)) {
      this.nowMs = Math.max(this.nowMs, timer.dueMs);
      if (timer.everyMs === undefined) this.#remove(timer);
      else timer.dueMs += timer.everyMs;
      call(timer.run);
    }
    this.nowMs = end;
  }

  #next(end: number): Timer | undefined {
    const due = this.#timers.filter(({ dueMs }) => dueMs <= end);
    return due.sort((a, b) => a.dueMs - b.dueMs || a.id - b.id)[0];
  }

  #remove(timer: Timer): void {
    this.#timers = this.#timers.filter((each) => each !== timer);
    const at = this.kept.indexOf(timer.kept);
    if (at >= 0) this.kept.splice(at, 1);
  }
}
