import type { I2cBus, Pin } from "../../engine";
import { openI2c } from "../i2c-line";

/** The interface that is made of software: it answers at once. There is one of it, of at most 100 kHz. */
export function createI2c(_port: 1 | 2, clock: Pin, data: Pin, hz: number): I2cBus {
  return openI2c(i2c.SW, clock, data, hz);
}
