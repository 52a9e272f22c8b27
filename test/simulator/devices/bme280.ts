import type { Bme280SensorConfig } from "../../../scripts/lib/sensors/bme280";
import type { Bench } from "./bench";
import { Bosch } from "./bosch";
import type { BoschCoefficients } from "./bosch-integers";
import type { Levers } from "./lever";
import { humidity, i2cDefects, pressure, temperature } from "./room";

/** A BME280 in forced mode, by Bosch's data sheet BST-BME280-DS002. */
export class Bme280 extends Bosch {
  override humidity: () => number = () => 50;

  constructor(nowMs: () => number, address = 0x76, coefficients?: BoschCoefficients) {
    super("bme280", nowMs, address, coefficients);
  }
}

export function solder({ bus, address }: Bme280SensorConfig, bench: Bench): Bme280 {
  return bench.i2c(bus).solder(new Bme280(() => bench.nowMs, Number(address)));
}

export function levers(part: Bme280, bench: Bench, { bus }: Bme280SensorConfig): Levers {
  return {
    levers: [temperature(part, bench, [-40, 85], "temperature"), humidity(part, bench), pressure(part, bench)],
    defects: i2cDefects(part, bench.i2c(bus)),
  };
}
