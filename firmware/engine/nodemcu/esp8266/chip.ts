import type { Chip } from "../../engine";
import { isClosing, tellErrors } from "../errors";
import { clock } from "./clock";

// The engine starts every boot with the same random numbers; the chip has a source of noise.
math.randomseed(node.random(2_147_483_647));

export const chip: Chip = {
  uptimeSeconds: () => Math.floor(clock.nowMs() / 1000),
  freeMemoryBytes: () => node.heap(),
  onError: tellErrors,
  isClosing,
  log: (line) => print(line),
};
