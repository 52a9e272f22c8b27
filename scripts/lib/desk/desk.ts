import type { DeskAction, DeskBoard, DeskEvent } from "./protocol";

/** A board on a desk, simulated or real: what a page, a terminal or a script sits at. */
export interface Desk {
  readonly board: DeskBoard;
  /** The desk's time now, in ms since it was set up. */
  readonly nowMs: number;
  /** What somebody who comes now has to know: where inputs and pins stand, the last of each retained topic, faults, speed. */
  standing(): DeskEvent[];
  /** Calls `listener` with whatever happens from now on. @returns ends that */
  onEvent(listener: (event: DeskEvent) => void): () => void;
  /** @throws UserError in words, with the cure, where it cannot be done: no such input, a value beyond its range */
  perform(action: DeskAction): Promise<void>;
  /** Ends it. May be called twice. */
  close(): Promise<void>;
}
