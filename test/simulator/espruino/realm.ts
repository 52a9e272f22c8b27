import { createContext, runInContext, Script } from "node:vm";
import { missingBuiltIns } from "./missing-built-ins";
import { preludeSource } from "./prelude";

/** What the model needs of the firmware's own world, taken before firmware can change it. */
export interface Intrinsics {
  Error: ErrorConstructor;
  TypeError: ErrorConstructor;
  InternalError: ErrorConstructor;
  SyntaxError: ErrorConstructor;
  Uint8Array: Uint8ArrayConstructor;
  ArrayBuffer: ArrayBufferConstructor;
  newObject(): Record<string, unknown>;
  newArray(items: ArrayLike<unknown>): unknown[];
}

/** A global scope as firmware finds it on Espruino: V8's without what Espruino lacks, with what differs replaced. */
export class Realm {
  readonly global: Record<string, unknown>;
  readonly intrinsics: Intrinsics;

  /** @param natives the engine's functions that replace or complete built-ins, used by the prelude */
  constructor(natives: object) {
    const context = createContext({});
    this.global = context as Record<string, unknown>;
    const setUp = runInContext(preludeSource, context, { filename: "prelude" }) as (
      natives: object,
      missing: Record<string, string>,
    ) => Intrinsics;
    this.intrinsics = setUp(natives, missingBuiltIns);
  }

  /** Runs source text given as bytes. */
  run(source: string, filename: string): unknown {
    return new Script(source, { filename }).runInContext(this.global);
  }
}
