import type { Filter, Pass } from "../../../firmware/filters/filter";
import type { Code } from "../program/code";

/** A kind of filter on the host: all that the project knows of it but its driver. */
export interface FilterDescriptor<Name extends string = string, Options = unknown> {
  /** ESPHome's word for it, and its key in a board file. */
  readonly name: Name;
  /** What a board file may leave out, and then is. */
  readonly defaults: Options extends object ? Partial<Options> : object;
  /** What is asked of it in the reference's example. */
  readonly exampleOptions?: Options extends object ? Partial<Options> : Options;
  /** Whether what comes out of it depends on what went in before. */
  readonly hasPast?: boolean;
  /** Its file under firmware/filters, where that has another name. */
  readonly driver?: string;
  /** Why it cannot do what it is asked for. */
  problem?(options: Options): string | undefined;
  /** Why it cannot do it behind a sensor that is sampled every `periodSeconds`. */
  problemAfter?(options: Options, periodSeconds: number): string | undefined;
  /** What comes out of it at most, where values from `range` go in; left out where none comes out that did not go in. */
  range?(range: Range, options: Options): Range;
  /**
   * How long nothing may come out of it, in seconds, where a value goes in at least every `seconds`; undefined for ever. Left out
   * where each value comes out.
   */
  silence?(seconds: number | undefined, options: Options): number | undefined;
  /** What makes it, where it passes a value on at once or not at all. A filter has either this or `timed`. */
  make?(options: Options): Code<Filter>;
  /** What makes it, where it has moments of its own. @param pass What it passes values to */
  timed?(options: Options, pass: Code<Pass>): Code<Pass>;
}

/** The lowest and the highest value. */
export type Range = readonly [number, number];
