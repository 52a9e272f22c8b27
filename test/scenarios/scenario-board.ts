import { SimulatedBoard } from "../simulator/board";
import type { BoardOptions } from "../simulator/board-options";
import type { I2cLine } from "../simulator/i2c-line";
import type { OneWireLine } from "../simulator/one-wire-line";
import type { SimulatedPin } from "../simulator/pins";
import type { Pins } from "./moved-pins";

/** A board that a scenario talks of with the pins of its board file, an ESP32's, wherever the parts are on the one that runs. */
export class ScenarioBoard extends SimulatedBoard {
  readonly #moved: Pins;

  constructor(moved: Pins, options: BoardOptions) {
    super(options);
    this.#moved = moved;
  }

  override pin(number: number): SimulatedPin {
    return super.pin(this.#own(number));
  }

  override i2c(clock: number, data: number): I2cLine {
    return super.i2c(this.#own(clock), this.#own(data));
  }

  override oneWire(pin: number): OneWireLine {
    return super.oneWire(this.#own(pin));
  }

  #own(number: number): number {
    return this.#moved.get(number) ?? number;
  }
}
