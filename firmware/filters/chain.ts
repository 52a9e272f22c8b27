import type { Filter, Pass } from "./filter";

/** One filter after the other, in a loop: calls in calls would use up the engine's stack, which nothing can catch. */
export function chain(filters: Filter[], pass: Pass): Pass {
  return (value) => {
    let passing: number | undefined = value;
    for (const filter of filters) {
      passing = filter(passing);
      if (passing === undefined) {
        return;
      }
    }
    pass(passing);
  };
}
