import type { Pin } from "../../engine";
import { openAnalog } from "./pins";

/** Chooses the voltage that reads as full scale, in millivolts: 1000, 1340, 2000 or 3600, which a pin has unless it is chosen. */
export function setInputRange(pin: Pin, mv: number): void {
  openAnalog(pin, mv < 1340 ? adc.ATTEN_0db : mv < 2000 ? adc.ATTEN_2_5db : mv < 3600 ? adc.ATTEN_6db : adc.ATTEN_11db);
}
