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

/** A desk whose time passes when it is told to, and then as fast as the computer can: for scripts. */
export interface SteppedDesk extends Desk {
  /**
   * Lets time pass until `atMs`, with everything that is due at that moment; but stops as soon as `isDone`, which is asked whenever
   * something may have happened.
   */
  passTo(atMs: number, isDone?: () => boolean): Promise<void>;
}
