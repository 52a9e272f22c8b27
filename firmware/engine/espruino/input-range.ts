import type { Pin } from "../engine";

/** Chooses the voltage that reads as full scale, in millivolts: 1000, 1340, 2000 or 3600, which is the engine's own choice. */
export function setInputRange(pin: Pin, mv: number): void {
  ESP32.setAtten(pin, mv);
}
