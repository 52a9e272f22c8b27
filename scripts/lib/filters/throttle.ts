import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { ms } from "../program/units";
import type { FilterDescriptor } from "./descriptor";

/** Lets a value through when the last one that went through is so old. */
export interface ThrottleFilterConfig {
  /**
   * @minimum 0.1
   * @maximum 86400
   */
  seconds: number;
}

const driver = firmware<typeof import("../../../firmware/filters/throttle")>("filters/throttle");

export const throttle: FilterDescriptor<"throttle", ThrottleFilterConfig> = {
  name: "throttle",
  hasPast: true,
  defaults: {},
  exampleOptions: { seconds: 300 },
  silence: (before, { seconds }) => (before === undefined ? undefined : seconds + before),
  make: ({ seconds }) => driver.throttle(engine("clock").clock, ms(seconds)),
};
