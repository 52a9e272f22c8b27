import type { Platform } from "../platforms/engine-files";
import type { VariableUse } from "./espruino/variables/use";
import type { NodeMcuNeeds } from "./lua/needs";
import type { Part } from "./weigh";

/** What goes into a builder, and what comes out. */

export interface Build {
  /** The built file: what the simulator runs and the chip gets. For NodeMCU its init.lua, which runs mote.lua or mote.img beside it. */
  bundlePath: string;
  /** All that the chip gets. */
  filePaths: string[];
  /** What the program needs of NodeMCU, where it is for that. */
  needs?: NodeMcuNeeds;
  /** What it keeps of a heap that is short, once it has started; undefined where that is no concern, or not known. */
  heapBytes?: number;
  /** What it takes of Espruino's variables; undefined for NodeMCU, and where it does not start at the desk. */
  variables?: VariableUse;
  /** The source map beside it. */
  mapPath: string;
  bytes: number;
  /** What the bundle weighs, by part. */
  parts: Part[];
}

/** A board's program, and what is no part of it. */
export interface BoardBuild extends Build {
  /** The file of the board's secrets, which lies beside the program on the chip and nowhere else (scripts/lib/program/secrets.ts). */
  secrets: string;
}

/** What a builder makes of a program: a build that is not in its folder yet. All of it can be kept as JSON. */
export interface Built extends Pick<Build, "needs" | "heapBytes" | "variables" | "bytes" | "parts"> {
  /** Byte strings by the names of their files. */
  files: Record<string, string>;
  /** The names of those that the chip gets; the first one starts the program. */
  chipFiles: string[];
  /** The source map. Its sources are told by their way from the root; the program's own text is main.ts. */
  map: { name: string; text: string };
}

export interface ProgramToBuild {
  platform: Platform;
  /** For Espruino: whether it is written as the interpreter's tokens. */
  tokens: boolean;
  /** Makes its text; it is told the way to firmware/, with slashes. */
  source: (firmware: string) => string;
  /** What firmware/ is in. There the program seems to be, as main.ts, so that it is the same wherever it is built. */
  root: string;
  /** The file of the board's own program, where it has one. */
  own?: string;
}
