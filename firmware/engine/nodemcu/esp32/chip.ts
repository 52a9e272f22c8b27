import type { Chip } from "../../engine";
import { tellErrors } from "../errors";

/**
 * The engine seeds its random numbers alike at each boot. A chip's address tells it from others; `node.chipid()` would not: it
 * leaves out the last byte, by which chips of one purchase differ.
 */
function seedRandom(): void {
  const id = wifi.sta.getmac();
  let seed = Math.floor(node.uptime() % 65_536);
  for (let i = 0; i < id.length; i++) {
    seed = (seed * 31 + id.charCodeAt(i)) % 16_777_213;
  }
  math.randomseed(seed);
}

seedRandom();

export const chip: Chip = {
  uptimeSeconds: () => Math.floor(node.uptime() / 1_000_000),
  freeMemoryBytes: () => node.heap(),
  onError: tellErrors,
  log: (line) => print(line),
};
