import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { ms } from "../program/units";
import type { FilterDescriptor } from "./descriptor";

/** Lets a value through when no other has come for so long. */
export interface DebounceFilterConfig {
  /**
   * @minimum 0.01
   * @maximum 86400
   */
  seconds: number;
}

const driver = firmware<typeof import("../../../firmware/filters/debounce")>("filters/debounce");
const { clock, timer } = engine("clock");

export const debounce: FilterDescriptor<"debounce", DebounceFilterConfig> = {
  name: "debounce",
  hasPast: true,
  defaults: {},
  exampleOptions: { seconds: 5 },
  // A sensor that is sampled more often than a debounce lasts never lets it come to its end.
  problemAfter: ({ seconds }, periodSeconds) =>
    seconds >= periodSeconds
      ? `a value comes every ${periodSeconds} s, so that it is never quiet for ${seconds} s and nothing goes on; ` +
        'shorten "seconds", or take "throttle" or "median"'
      : undefined,
  // Values may never stand still.
  silence: () => undefined,
  timed: ({ seconds }, pass) => driver.debounce(clock, timer, ms(seconds), pass),
};
