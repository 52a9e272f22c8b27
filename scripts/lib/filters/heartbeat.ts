import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { ms } from "../program/units";
import type { FilterDescriptor } from "./descriptor";

/** Sends the last value on, again and again. */
export interface HeartbeatFilterConfig {
  /**
   * @minimum 0.1
   * @maximum 86400
   */
  seconds: number;
  /** Whether values also go on as they come. */
  optimistic: boolean;
}

const driver = firmware<typeof import("../../../firmware/filters/heartbeat")>("filters/heartbeat");

export const heartbeat: FilterDescriptor<"heartbeat", HeartbeatFilterConfig> = {
  name: "heartbeat",
  hasPast: true,
  defaults: { optimistic: false },
  exampleOptions: { seconds: 600 },
  silence: (_before, { seconds }) => seconds,
  timed: ({ seconds, optimistic }, pass) => driver.heartbeat(engine("clock").clock, ms(seconds), optimistic, pass),
};
