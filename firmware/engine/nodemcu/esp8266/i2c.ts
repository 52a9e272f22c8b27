import type { I2cBus, Pin } from "../../engine";
import { openI2c } from "../i2c-line";

/** The engine has one bus unless it was built otherwise, of some 100 kHz whatever it is asked for. */
export function createI2c(_port: 1 | 2, clock: Pin, data: Pin, hz: number): I2cBus {
  return openI2c(0, clock, data, hz);
}
