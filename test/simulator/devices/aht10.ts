import type { Aht10SensorConfig } from "../../../scripts/lib/sensors/aht10";
import type { Bench } from "./bench";
import { Aht20 } from "./aht20";
import type { Levers } from "./lever";
import { humidity, i2cDefects, temperature } from "./room";

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

export function solder({ bus, address }: Aht10SensorConfig, bench: Bench): Aht10 {
  return bench.i2c(bus).solder(new Aht10(() => bench.nowMs, Number(address)));
}

export function levers(part: Aht10, bench: Bench, { bus }: Aht10SensorConfig): Levers {
  return {
    levers: [temperature(part, bench, [-40, 85], "temperature"), humidity(part, bench)],
    defects: { ...i2cDefects(part, bench.i2c(bus)) },
  };
}
