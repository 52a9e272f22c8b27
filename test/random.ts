/** A small generator of numbers that are the same for the same seed: Numerical Recipes' linear congruence, upper bits first. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to `below` - 1. */
  below(below: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * below);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }
}

/** The seed of a random test: the one in the environment variable SEED, or one that is always the same. */
export function seed(): number {
  const given = process.env["SEED"];
  return given === undefined ? 20_261_124 : Number(given);
}
