/** A function as Lua's compiler leaves it, with what a closure needs to run and what an error tells of it. */
export interface Prototype {
  /** The chunk's name, which functions within it share. */
  source: string;
  firstLine: number;
  lastLine: number;
  upvalueCount: number;
  parameterCount: number;
  varargFlags: number;
  stackSize: number;
  instructions: number[];
  /** Undefined is nil. */
  constants: (undefined | boolean | number | string)[];
  prototypes: Prototype[];
  /** The line of each instruction. */
  lines: number[];
}
