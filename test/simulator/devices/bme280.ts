import type { Bme280SensorConfig } from "../../../scripts/lib/sensors/bme280";
import type { Bench } from "./bench";
import { Bosch } from "./bosch";
import type { BoschCoefficients } from "./bosch-integers";

export { live } from "./room";

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
