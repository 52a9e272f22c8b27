import { Hot } from "./hot";
import { PointsTo } from "./points-to";
import type { Program } from "./tree";
import type { Names } from "./unique-names";
import { Variables } from "./variables";

/** Changes a program. @returns Whether it did; it does not where nothing was changed since it found nothing to do */
export type Pass = (shaping: Shaping) => boolean;

/** A program on its way through passes, with what is known of it until one of them changes it. */
export class Shaping {
  /** Passes that found nothing to do in the program as it is. */
  readonly #idle = new Set<Pass>();
  #variables: Variables | undefined;
  #things: PointsTo | undefined;
  #hot: Hot | undefined;

  constructor(
    readonly program: Program,
    readonly names: Names,
  ) {}

  get variables(): Variables {
    return (this.#variables ??= new Variables(this.program));
  }

  get things(): PointsTo {
    return (this.#things ??= thingsOf(this.program, this.variables));
  }

  get hot(): Hot {
    return (this.#hot ??= new Hot(this.program, this.things));
  }

  /** @returns Whether the pass changed the program */
  run(pass: Pass): boolean {
    if (this.#idle.has(pass)) return false;
    if (!pass(this)) {
      this.#idle.add(pass);
      return false;
    }
    this.#idle.clear();
    this.#variables = this.#things = this.#hot = undefined;
    return true;
  }
}

export function thingsOf(program: Program, variables: Variables): PointsTo {
  return new PointsTo(
    program,
    [...variables].map(({ name }) => name),
  );
}
