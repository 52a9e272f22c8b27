import { firmware } from "../program/code";
import type { FilterDescriptor } from "./descriptor";

/**
 * Rounds to so many decimals.
 * @asType integer
 * @minimum 0
 * @maximum 6
 */
export type RoundFilterConfig = number;

const driver = firmware<typeof import("../../../firmware/filters/round")>("filters/round");

export const round: FilterDescriptor<"round", RoundFilterConfig> = {
  name: "round",
  defaults: {},
  make: (decimals) => driver.round(10 ** decimals),
};
