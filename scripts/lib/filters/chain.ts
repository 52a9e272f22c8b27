import type { Filter, Pass } from "../../../firmware/filters/filter";
import { firmware, type Code } from "../program/code";
import type { Range } from "./descriptor";
import { filterOf, type FilterConfig } from "./registry";

const { chain } = firmware<typeof import("../../../firmware/filters/chain")>("filters/chain");

/**
 * The expression that makes a chain of filters: from what takes its values to what goes into it. Filters that wait for each
 * other's values run in one loop; those that go by the clock begin a new one.
 * @param pass What takes the values at the end
 */
export function filterChain(filters: readonly FilterConfig[], pass: Code<Pass>): Code<Pass> {
  let rest = pass;
  let loop: Code<Filter>[] = [];
  const closeLoop = (): void => {
    if (loop.length > 0) rest = chain(loop, rest);
    loop = [];
  };
  for (const { filter, options } of filters.map(filterOf).reverse()) {
    if (filter.make !== undefined) {
      loop.unshift(filter.make(options));
    } else if (filter.timed !== undefined) {
      closeLoop();
      rest = filter.timed(options, rest);
    }
  }
  closeLoop();
  return rest;
}

/** What comes out of filters, as the lowest and the highest value, where values from one range go in. */
export function filteredRange(range: Range, filters: readonly FilterConfig[]): Range {
  return filters
    .map(filterOf)
    .reduce((before, { filter, options }) => filter.range?.(before, options) ?? before, range);
}

/** How long nothing may come out of filters, in seconds, where a value goes in every `seconds`; undefined for ever. */
export function longestSilence(seconds: number, filters: readonly FilterConfig[]): number | undefined {
  return filters
    .map(filterOf)
    .reduce<number | undefined>(
      (before, { filter, options }) => (filter.silence === undefined ? before : filter.silence(before, options)),
      seconds,
    );
}
