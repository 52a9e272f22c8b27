import type { Pin } from "../../engine";
import { attenuationFor, CHANNELS, FIRST_ANALOG_PIN, openChannel } from "./pins";

/** Chooses the voltage that reads as full scale, in millivolts: 1000, 1340, 2000 or 3600, which a pin has unless it is chosen. */
export function setInputRange(pin: Pin, mv: number): void {
  openChannel(CHANNELS[pin - FIRST_ANALOG_PIN], attenuationFor(mv));
}
