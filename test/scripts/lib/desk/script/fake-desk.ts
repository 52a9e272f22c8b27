import type { DeskAction, DeskBoard, DeskEvent, DeskHappening } from "../../../../../scripts/lib/desk/protocol";
import type { SteppedDesk } from "../../../../../scripts/lib/desk/desk";
import { UserError } from "../../../../../scripts/lib/user-error";
import { tank } from "../lines/boards";

/** A desk on which happens what a test says, at the times that it says. */
export class FakeDesk implements SteppedDesk {
  readonly board: DeskBoard = tank();
  readonly performed: { atMs: number; action: DeskAction }[] = [];
  /** What follows an action: a second later, unless it says when. */
  react: (action: DeskAction) => (DeskHappening & { afterMs?: number })[] = () => [];
  nowMs = 0;
  #standing: DeskEvent[] = [];
  readonly #listeners = new Set<(event: DeskEvent) => void>();
  #due: DeskEvent[] = [];

  /** Has something happen so many ms from now. */
  after(ms: number, happening: DeskHappening): void {
    this.#due.push({ atMs: this.nowMs + ms, ...happening });
    this.#due.sort((a, b) => a.atMs - b.atMs);
  }

  stands(...happenings: DeskHappening[]): void {
    this.#standing = happenings.map((each) => ({ atMs: this.nowMs, ...each }));
  }

  standing(): DeskEvent[] {
    return this.#standing;
  }

  onEvent(listener: (event: DeskEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  perform(action: DeskAction): Promise<void> {
    if (action.do === "set" && action.value === 999) return Promise.reject(new UserError("999 is beyond its range"));
    this.performed.push({ atMs: this.nowMs, action });
    for (const { afterMs = 1_000, ...happening } of this.react(action)) this.after(afterMs, happening as DeskHappening);
    return Promise.resolve();
  }

  passTo(atMs: number, isDone: () => boolean = () => false): Promise<void> {
    while (!isDone() && this.#due.length > 0 && this.#due[0].atMs <= atMs) {
      const event = this.#due.shift() as DeskEvent;
      this.nowMs = event.atMs;
      for (const listener of this.#listeners) listener(event);
    }
    if (!isDone()) this.nowMs = Math.max(this.nowMs, atMs);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A message on a topic below the board's base. */
export function message(topic: string, payload: string, retain = false): DeskHappening {
  return { type: "message", topic: `home/tank/${topic}`, payload, retain, qos: 0, about: "other", id: "" };
}

export function pin(name: string, level: boolean, duty = 0, hz = 0): DeskHappening {
  return { type: "pin", pin: name, level, duty, hz, skipped: 0 };
}
