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

export type BusConfig = OneWireBusConfig;
