import type { ChipMemory } from "./chips";

/**
 * The engine's variables, as far as they can be modelled on V8: what firmware keeps is one figure that a test sets, and
 * bytes that wait in sockets come on top.
 */
export class Memory {
  /** Variables that the firmware and the engine hold, apart from pending bytes. */
  held = 1000;

  readonly #layout: ChipMemory;
  readonly #count: () => number;
  #heldBefore: number | undefined;

  /** @param count Gives the variables that there are in all. */
  constructor(layout: ChipMemory, count: () => number) {
    this.#layout = layout;
    this.#count = count;
  }

  get total(): number {
    return this.#count();
  }

  get free(): number {
    return Math.max(0, this.total - this.held);
  }

  /** Makes memory short, or plenty. */
  set free(variables: number) {
    this.held = this.total - variables;
  }

  /** Leaves so few, whatever is held, until it is called without a number. */
  shorten(variables: number | undefined): void {
    if (this.#heldBefore !== undefined) this.held = this.#heldBefore;
    this.#heldBefore = variables === undefined ? undefined : this.held;
    if (variables !== undefined) this.free = variables;
  }

  /** @param pendingCharacters what waits in sockets already */
  freeCharacters(pendingCharacters: number): number {
    return Math.max(0, this.free * this.#layout.charactersPerVariable - pendingCharacters);
  }

  /** What `process.memory()` tells in 2v29; @param collects whether garbage is collected first, and that reported too */
  report(pendingCharacters: number, collects: boolean): Record<string, number> {
    const usage = Math.min(this.total, this.held + Math.ceil(pendingCharacters / this.#layout.charactersPerVariable));
    return {
      free: this.total - usage,
      usage,
      total: this.total,
      history: 0,
      ...(collects ? { gc: 0, gctime: 1 } : {}),
      blocksize: this.#layout.variableBytes,
    };
  }
}
