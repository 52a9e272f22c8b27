import type { LuaVersion, LuaWasm } from "./wasm";

/**
 * Where the pinned builds keep a state's stack, and what a value looks like there (lstate.h, lobject.h on a machine with
 * 32-bit pointers). The package exports no way to push or read numbers and booleans; text would be slow and lose digits.
 * `check` in the VM's start-up holds this to the truth.
 */
const VALUE_BYTES = 16;
const TAG_AT = 8;
const NIL = 0;
const BOOLEAN = 1;
const NUMBER = 3;
/** Lua 5.3 only: an integer. */
const INTEGER = 3 | (1 << 4);

export class Layout {
  readonly #wasm: LuaWasm;
  readonly #is53: boolean;

  constructor(wasm: LuaWasm, version: LuaVersion) {
    this.#wasm = wasm;
    this.#is53 = version === "5.3";
  }

  pushNil(state: number): void {
    this.#push(state, NIL);
  }

  pushBoolean(state: number, value: boolean): void {
    this.#wasm.HEAP32[this.#push(state, BOOLEAN) >> 2] = Number(value);
  }

  pushFloat(state: number, value: number): void {
    this.#wasm.HEAPF64[this.#push(state, NUMBER) >> 3] = value;
  }

  /** An integer of at most 53 bits; on Lua 5.1 there is no difference. */
  pushInteger(state: number, value: number): void {
    if (!this.#is53) {
      this.pushFloat(state, value);
      return;
    }
    const at = this.#push(state, INTEGER) >> 2;
    this.#wasm.HEAP32[at] = value | 0;
    this.#wasm.HEAP32[at + 1] = Math.floor(value / 2 ** 32);
  }

  /** @param index of a value in the running function's frame, from 1 */
  boolean(state: number, index: number): boolean {
    return this.#wasm.HEAP32[this.#at(state, index) >> 2] !== 0;
  }

  number(state: number, index: number): { value: number; isInteger: boolean } {
    const at = this.#at(state, index);
    const { HEAP32, HEAPU32, HEAPF64 } = this.#wasm;
    if (HEAP32[(at + TAG_AT) >> 2] !== INTEGER) return { value: HEAPF64[at >> 3], isInteger: false };
    return { value: HEAP32[(at >> 2) + 1] * 2 ** 32 + HEAPU32[at >> 2], isInteger: true };
  }

  /** The place in the table of C functions that a function's address, as `tostring` shows it, stands for. */
  slot(address: number): number {
    // 5.3: a light C function is its place. 5.1: a closure of header, environment, place.
    return this.#is53 ? address : this.#wasm.HEAPU32[(address + 16) >> 2];
  }

  #push(state: number, tag: number): number {
    const { HEAPU32, HEAP32 } = this.#wasm;
    const top = (state + (this.#is53 ? 12 : 8)) >> 2;
    const at = HEAPU32[top];
    HEAP32[(at + TAG_AT) >> 2] = tag;
    HEAPU32[top] = at + VALUE_BYTES;
    return at;
  }

  #at(state: number, index: number): number {
    const { HEAPU32 } = this.#wasm;
    if (!this.#is53) return HEAPU32[(state + 12) >> 2] + (index - 1) * VALUE_BYTES;
    // The call's description names the place of the function; its values follow.
    return HEAPU32[HEAPU32[(state + 20) >> 2] >> 2] + index * VALUE_BYTES;
  }
}
