import { firmware } from "../program/code";
import type { FilterDescriptor } from "./descriptor";

/** Lets a value through when it differs from the last one that went through by at least so much. */
export interface DeltaFilterConfig {
  /**
   * In the value's unit, or in percent of the last one.
   * @minimum 0
   * @maximum 1e9
   */
  value: number;
  type: "absolute" | "percentage";
}

const driver = firmware<typeof import("../../../firmware/filters/delta")>("filters/delta");

export const delta: FilterDescriptor<"delta", DeltaFilterConfig> = {
  name: "delta",
  hasPast: true,
  defaults: { type: "absolute" },
  exampleOptions: { value: 0.5 },
  // Values may be all alike.
  silence: () => undefined,
  make: ({ value, type }) => (type === "absolute" ? driver.delta(value, 0) : driver.delta(0, value / 100)),
};
