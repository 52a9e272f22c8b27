import type { Chip } from "../engine";
import { clock } from "./clock";

const bootMs = clock.nowMs();

export const chip: Chip = {
  uptimeSeconds: () => Math.floor((clock.nowMs() - bootMs) / 1000),
  freeMemoryBytes: () => {
    const memory = process.memory(false);
    return memory.free * memory.blocksize;
  },
  // What was thrown need not be an error.
  onError: (report) =>
    process.on("uncaughtException", (thrown) => report("" + thrown, thrown && thrown.stack ? "\n" + thrown.stack : "")),
  isClosing: (message) => message.indexOf("socket is closed") >= 0,
  log: (line) => console.log(line),
};
