import type { FilterDescriptor } from "./descriptor";
import * as kinds from "./kinds";

type Kinds = (typeof kinds)[keyof typeof kinds];

/**
 * A step between a sensor and the broker, under ESPHome's name and with ESPHome's meaning: exactly one of these. "No reading"
 * goes through, and becomes a number nowhere.
 */
export type FilterConfig = {
  [Kind in Kinds as Kind["name"]]?: Kind extends FilterDescriptor<string, infer Options> ? Options : never;
};

/** In the order in which they are documented. */
export const FILTERS: readonly FilterDescriptor[] = Object.values(kinds);

/** The one filter that a config asks for. */
export function filterOf(config: FilterConfig): { filter: FilterDescriptor; options: unknown } {
  const [name, options] = Object.entries(config)[0];
  const filter = FILTERS.find((each) => each.name === name);
  if (filter === undefined) throw new Error(`there is no filter "${name}"`);
  return { filter, options };
}
