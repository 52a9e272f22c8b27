import type { Bmp280SensorConfig } from "../../../scripts/lib/sensors/bmp280";
import type { Bench } from "./bench";
import { Bosch } from "./bosch";
import type { BoschCoefficients } from "./bosch-integers";
import type { Levers } from "./lever";
import { i2cDefects, pressure, temperature } from "./room";

/** A BMP280 in forced mode, by Bosch's data sheet BST-BMP280-DS001. */
export class Bmp280 extends Bosch {
  constructor(nowMs: () => number, address = 0x76, coefficients?: BoschCoefficients) {
    super("bmp280", nowMs, address, coefficients);
  }
}

export function solder({ bus, address }: Bmp280SensorConfig, bench: Bench): Bmp280 {
  return bench.i2c(bus).solder(new Bmp280(() => bench.nowMs, Number(address)));
}

export function levers(part: Bmp280, bench: Bench, { bus }: Bmp280SensorConfig): Levers {
  return {
    levers: [temperature(part, bench, [-40, 85], "temperature"), pressure(part, bench)],
    defects: i2cDefects(part, bench.i2c(bus)),
  };
}
