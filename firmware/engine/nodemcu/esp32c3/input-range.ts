import type { Pin } from "../../engine";
import { attenuationFor, openChannel } from "../esp32/pins";

/** Chooses the voltage that reads as full scale, in millivolts: 1000, 1340, 2000 or 3600, which a pin has unless it is chosen. */
export function setInputRange(pin: Pin, mv: number): void {
  openChannel(pin, attenuationFor(mv));
}
