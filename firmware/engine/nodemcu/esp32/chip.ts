import type { Chip } from "../../engine";

/** The engine seeds its random numbers alike at each boot. A chip's address tells it from others. */
function seedRandom(): void {
  const id = node.chipid();
  let seed = Math.floor(node.uptime() % 65_536);
  for (let i = 2; i < id.length; i++) {
    seed = (seed * 31 + id.charCodeAt(i)) % 16_777_213;
  }
  math.randomseed(seed);
}

seedRandom();

export const chip: Chip = {
  uptimeSeconds: () => Math.floor(node.uptime() / 1_000_000),
  freeMemoryBytes: () => node.heap(),
  onError: (report) =>
    node.setonerror((text) => {
      const at = text.indexOf("\n");
      report(at < 0 ? text : text.substring(0, at), at < 0 ? "" : text.substring(at));
    }),
  log: (line) => print(line),
};
