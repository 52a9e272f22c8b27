import type { Chip } from "../../engine";
import { isClosing, tellErrors } from "../errors";
import { mac } from "./mac";

/** The engine seeds its random numbers alike at each boot. A chip's address tells it from others. */
function seedRandom(): void {
  let seed = Math.floor(node.uptime() % 65_536);
  for (let i = 0; i < mac.length; i++) {
    seed = (seed * 31 + mac.charCodeAt(i)) % 16_777_213;
  }
  math.randomseed(seed);
}

seedRandom();

export const chip: Chip = {
  uptimeSeconds: () => Math.floor(node.uptime() / 1_000_000),
  freeMemoryBytes: () => node.heap(),
  onError: tellErrors,
  isClosing,
  log: (line) => print(line),
};
