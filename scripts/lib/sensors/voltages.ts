import type { Need } from "../kind";
import { chipOf } from "../platforms/chips";

/** An engine that reads a voltage on some pin of its chip. */
export const VOLTAGES: Need = {
  by: (platform) => (chipOf(platform)?.analog.size ?? 0) > 0,
  problem:
    'cannot measure a voltage on any pin; take a board with an ESP32 or ESP32-C3 for it, or NodeMCU ("engine": "nodemcu")',
};
