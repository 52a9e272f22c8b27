import { seedFrom } from "../random-register";

/** SYSCON_RND_DATA_REG of ESP-IDF's soc/esp32c3. */
const RANDOM = 0x600260b0;

export function seedRandom(): void {
  seedFrom(RANDOM);
}
