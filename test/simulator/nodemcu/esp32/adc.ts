import type { HostValue, LuaValue } from "../../lua/vm";
import { LuaError } from "../../lua/vm";
import type { SimulatedPin } from "../../pins";
import { badArgument, integer } from "../arguments";

const ADC1 = 1;
/** What reads as full scale by the attenuation, nominally: 0, 2.5, 6 and 11 dB. */
const FULL_SCALE_VOLTS = [1, 1.34, 2, 3.3];

/** The module `adc` of branch dev-esp32. */
export class Adc {
  readonly #pins: readonly SimulatedPin[];
  /** The pin of each channel of the first converter; the module knows no other. */
  readonly #channels: readonly number[];
  readonly #attenuations = new Map<number, number>();
  #bits: number | undefined;

  constructor(pins: readonly SimulatedPin[], channels: readonly number[]) {
    this.#pins = pins;
    this.#channels = channels;
  }

  readonly module: { readonly [name: string]: HostValue } = {
    ADC1,
    ATTEN_0db: 0,
    ATTEN_2_5db: 1,
    ATTEN_6db: 2,
    ATTEN_11db: 3,
    setwidth: (id, bits) => {
      check(id);
      const wanted = integer(bits, 2);
      if (wanted < 9 || wanted > 12) throw new LuaError("adc_set_width failed");
      this.#bits = wanted;
    },
    setup: (id, channel, attenuation) => {
      check(id);
      const wanted = integer(attenuation, 3);
      if (FULL_SCALE_VOLTS[wanted] === undefined) throw new LuaError("adc_setup failed");
      this.#attenuations.set(this.#channelOf(channel), wanted);
    },
    read: (id, channel) => {
      check(id);
      const number = this.#channelOf(channel);
      const attenuation = this.#attenuations.get(number);
      if (attenuation === undefined || this.#bits === undefined) throw new LuaError("adc_read failed");
      const steps = 2 ** this.#bits;
      const sample = Math.floor((this.#pins[this.#channels[number]].sample() / FULL_SCALE_VOLTS[attenuation]) * steps);
      return Math.min(steps - 1, Math.max(0, sample));
    },
  };

  #channelOf(channel: LuaValue): number {
    const number = integer(channel, 2);
    if (this.#channels[number] === undefined) throw new LuaError(`channel ${number} does not exist in ADC1`);
    return number;
  }
}

function check(id: LuaValue): void {
  if (integer(id, 1) !== ADC1) throw badArgument(1, "adc does not exist");
}
