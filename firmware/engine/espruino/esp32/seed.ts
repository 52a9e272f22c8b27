import { chipNumber } from "../identity";

/** Pins of ADC1 without another use at this moment: no driver has touched its pin yet. They read noise when nothing holds them. */
const NOISE_PINS = [36, 39, 32, 33, 34, 35];

/** From the chip's identity, so that no two chips share a sequence, and from analog noise, so that no two boots do. */
export function seedRandom(): void {
  let seed = chipNumber();
  for (const pin of NOISE_PINS) {
    const noise = analogRead(pin);
    if (!isNaN(noise)) {
      seed = (seed * 31 + Math.floor(noise * 65536)) % 16777213;
    }
  }
  E.srand(seed);
}
