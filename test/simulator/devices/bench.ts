import type { I2cLine } from "../i2c-line";
import type { OneWireLine } from "../one-wire-line";
import type { SimulatedPin } from "../pins";

/** The virtual clock, as the models of parts go by it. */
export interface PartClock {
  /** Virtual milliseconds since the simulation began. */
  readonly nowMs: number;
  /** Has `happen` called `ms` from now, unless what it gives takes that back. */
  after(ms: number, happen: () => void): { cancel(): void };
}

/** What the model of a part is soldered to: a board's pins and buses, by the names that its board file has for them. */
export interface Bench extends PartClock {
  /** A pin such as "D25". */
  pin(name: string): SimulatedPin;
  /** The bus of that id. */
  i2c(id: string): I2cLine;
  /** The bus of that id. */
  oneWire(id: string): OneWireLine;
}
