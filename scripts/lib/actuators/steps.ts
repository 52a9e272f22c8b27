import type { BoardSource, Path } from "../board/source";

/** Numbers that are set by steps. */
interface Stepped {
  min: number;
  max: number;
  step: number;
  initialValue: number;
}

/** Notes what lies on no step. */
export function checkSteps({ min, max, step, initialValue }: Stepped, place: Path, source: BoardSource): void {
  if (min >= max) {
    source.error([...place, "max"], `has to be more than "min" (${min})`);
    return;
  }
  if (!isWhole((max - min) / step)) {
    source.error([...place, "max"], `is not on a step: from ${min} by ${step} no step comes to ${max}`);
  }
  if (initialValue < min || initialValue > max || !isWhole((initialValue - min) / step)) {
    source.error([...place, "initialValue"], `expected a value from ${min} to ${max}, by ${step}`);
  }
}

/** The one in the middle, or beside it where it begins with that. */
export function middleStep({ min, max, step, initialValue }: Stepped): string {
  const middle = Math.ceil(Math.round((max - min) / step) / 2);
  const isInitial = middle === Math.round((initialValue - min) / step);
  return (min + (isInitial ? middle - 1 : middle) * step).toFixed(decimalsIn(min, step));
}

/** How many digits its values have. */
export function decimalsIn(min: number, step: number): number {
  return Math.max(decimalsOf(min), decimalsOf(step));
}

/** How many digits a number of at most six has after its decimal point. */
export function decimalsOf(value: number): number {
  return /(?:\.(\d*?))0*$/.exec(value.toFixed(6))?.[1]?.length ?? 0;
}

/** Steps such as 0.1 are not exact. */
function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-6;
}
