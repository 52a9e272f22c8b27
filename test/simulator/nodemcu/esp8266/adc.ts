import type { HostValue } from "../../lua/vm";
import type { SimulatedPin } from "../../pins";
import { checkId, integer } from "./numbers";

/** What reads as 1024. The chip's own input takes 1 V; a devkit divides its A0 to that, nominally from its supply. */
const FULL_SCALE_VOLTS = 3.3;
const STEPS = 1024;
/** What `readvdd33` tells where A0 is the input: nothing that means anything. */
const NO_SUPPLY = 65_535;

/** The module `adc` of branch release: one input, of 10 bits. */
export function adc(pin: SimulatedPin): { readonly [name: string]: HostValue } {
  return {
    INIT_ADC: 0,
    INIT_VDD33: 0xff,
    read: (id) => {
      checkId("adc", integer(id, 1), 0, 1);
      return Math.min(STEPS, Math.max(0, Math.floor((pin.sample() / FULL_SCALE_VOLTS) * STEPS)));
    },
    readvdd33: () => NO_SUPPLY,
    // Whether the chip has to be restarted for it.
    force_init_mode: () => false,
  };
}
