import type { HostValue, LuaError } from "../lua/vm";
import type { NodeMcu } from "./engine";
import type { Hardware } from "./hardware";

/** What one branch of NodeMCU, each of which is for one chip, makes of Lua. It lives from one reset to the next. */
export interface Branch {
  /** The modules, as globals of Lua. */
  readonly modules: { readonly [name: string]: HostValue };
  /** Lua that runs before the program: what the branch takes away, and what it has instead. */
  readonly library: string;
  /** Called when all of that is there, and nothing of the program. */
  isReady?(): void;
  /** Called with each error that came out of a callback. */
  failed(error: LuaError): void;
  /** What the console does with a line; without this it runs it, and prints what is wrong with it. */
  enter?(line: string): void;
  /** A callback never comes back; a chip without this waits for ever. */
  hung?(): void;
  /** Looks at what comes from outside by itself; @returns whether anything came */
  idle(): boolean;
  /** For a reset of the chip. */
  stop(): void;
}

/** Makes a branch for an engine whose Lua is there, without its modules yet. */
export type BranchMaker = (engine: NodeMcu, hardware: Hardware) => Branch;
