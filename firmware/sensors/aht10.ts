import type { I2cBus } from "../engine/engine";
import { ahtPart } from "./aht20";
import type { Part } from "./part";

/**
 * AHT10 on I²C, the AHT20's predecessor. Sections: ASAIR's technical manual "AHT10", version 1.1. Its numbers (§6) are the AHT20's,
 * and so are the 90 ms: §5.3 wants more than 75, and its status tells when it is not done.
 */

/**
 * Values: temperature in °C, relative humidity in %. It sends no check: what a disturbed line makes of a number is believed. It
 * wants its calibration after each power on, so that its first reading comes a second late.
 * @param address 0x38, or 0x39 where ADR is high
 */
export function aht10(bus: I2cBus, address: number): Part {
  // §5.3, table 9
  return ahtPart(bus, { address, initialize: "\xe1\x08\x00", bytes: 6 });
}
