import { Aht20 } from "./aht20";

/** An AHT10 by its technical manual (ASAIR, version 1.1): not calibrated after power on, and without a check. */
export class Aht10 extends Aht20 {
  override isCalibrated = false;

  constructor(nowMs: () => number, address = 0x38) {
    super(nowMs, address, { initialize: "e10800", wakingMs: 20, hasCheck: false });
  }

  override losePower(): void {
    super.losePower();
    this.isCalibrated = false;
  }
}
