import type { DeskAction } from "../protocol";

/** What a line asks for. */
export type Order =
  | { kind: "do"; actions: DeskAction[] }
  /** Time goes so many times as fast as the wall clock; 0 stands still. */
  | { kind: "speed"; times: number }
  /** Jumps to the next thing that happens by itself. */
  | { kind: "next" }
  | { kind: "show" }
  | { kind: "help" }
  | { kind: "quit" };

/** How the files that a line names are read. @throws UserError */
export type ReadFile = (path: string) => string;
