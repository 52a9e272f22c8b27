import type { PinName } from "./names";

/** Lines that several parts share. */

interface BusBase {
  /**
   * What sensors call it, where there are several of its kind.
   * @pattern ^[a-zA-Z0-9_-]{1,32}$
   */
  id: string;
}

/** A 1-wire bus. It needs a resistor of 4.7 kΩ to 3.3 V. */
export interface OneWireBusConfig extends BusBase {
  type: "oneWire";
  pin: PinName;
}

/** An I²C bus, with pull-up resistors as breakout boards have them. */
export interface I2cBusConfig extends BusBase {
  type: "i2c";
  /** SCL; D22 on most boards. */
  clock: PinName;
  /** SDA; D21 on most boards. */
  data: PinName;
  /**
   * Bits a second. Long wires want fewer.
   * @asType integer
   * @minimum 1000
   * @maximum 400000
   */
  hz: number;
}

/** @discriminator type */
export type BusConfig = OneWireBusConfig | I2cBusConfig;
