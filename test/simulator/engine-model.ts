import type { WakeUp } from "./deep-sleep";

/** What a board asks of the model of its engine, which lives from one reset of the chip to the next. */
export interface EngineModel {
  /** Exceptions that came out of the firmware, whether a handler of its own got them or not; taken out by who reads them. */
  readonly uncaught: string[];
  /** Set once the chip is to restart. */
  readonly restart: string | undefined;
  /** Set once the chip is to sleep: what ends that. */
  readonly sleep: WakeUp | undefined;
  /** When something is due by itself, on the virtual clock in µs. */
  readonly nextUs: number;
  /** Runs the program once, up to its end. */
  boot(): void;
  /** One pass of what calls the firmware; @returns whether anything was done */
  idle(): boolean;
  /** For a reset of the chip. */
  stop(): void;
}
