import type { Chip } from "../engine";
import { clock } from "./clock";

/** Pins of ADC1 without another use at this moment: no driver has touched its pin yet. They read noise when nothing holds them. */
const NOISE_PINS = [36, 39, 32, 33, 34, 35];

/** From the chip's identity, so that no two chips share a sequence, and from analog noise, so that no two boots do. */
function seedRandom(): void {
  const serial = getSerial();
  let seed = 0;
  for (let i = 0; i < serial.length; i++) {
    seed = (seed * 31 + serial.charCodeAt(i)) % 16777213;
  }
  for (const pin of NOISE_PINS) {
    const noise = analogRead(pin);
    if (!isNaN(noise)) {
      seed = (seed * 31 + Math.floor(noise * 65536)) % 16777213;
    }
  }
  E.srand(seed);
}

seedRandom();

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
