import { seedFrom } from "../random-register";

/** WDEV_RND_REG of ESP-IDF's soc/esp32s3. */
const RANDOM = 0x6003507c;

export function seedRandom(): void {
  seedFrom(RANDOM);
}
