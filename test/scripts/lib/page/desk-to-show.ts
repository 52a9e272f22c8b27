import type { Desk } from "../../../../scripts/lib/desk/desk";
import type { DeskAction, DeskBoard, DeskEvent, DeskHappening } from "../../../../scripts/lib/desk/protocol";
import { UserError } from "../../../../scripts/lib/user-error";
import { boardToShow } from "./board-to-show";

/** A desk on which happens what a test says; what was done at it is noted. */
export class DeskToShow implements Desk {
  nowMs = 0;
  readonly done: DeskAction[] = [];
  stands: DeskEvent[] = [];
  /** What the next action fails with. */
  problem?: Error;
  #listeners = new Set<(event: DeskEvent) => void>();

  constructor(readonly board: DeskBoard = boardToShow()) {}

  /** Pages that follow it, where a server serves it: that one listens too, for what happened before a page is opened. */
  get listeners(): number {
    return Math.max(0, this.#listeners.size - 1);
  }

  get isHeard(): boolean {
    return this.#listeners.size > 0;
  }

  standing(): DeskEvent[] {
    return this.stands;
  }

  onEvent(listener: (event: DeskEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  happen(happening: DeskHappening): void {
    const event: DeskEvent = { atMs: this.nowMs, ...happening };
    this.#listeners.forEach((listener) => listener(event));
  }

  read(id: string, payload: string): void {
    const topic = this.board.values.find((value) => value.id === id)?.topic ?? id;
    this.happen({ type: "message", topic, payload, retain: false, qos: 0, about: "reading", id });
  }

  async perform(action: DeskAction): Promise<void> {
    this.done.push(action);
    if (this.problem !== undefined) throw this.problem;
    if (action.do === "set" && !this.board.inputs.some(({ id }) => id === action.input)) {
      throw new UserError(`there is no input "${action.input}"`);
    }
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }
}
