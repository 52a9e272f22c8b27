import type { PulseCounters } from "../../engine";
import { clock } from "./clock";
import { input } from "./pins";

/** At this count the chip begins again from 0, provided that somebody listens to its events. */
const LIMIT = 32_767;
/** How often the count is looked at without an edge that was told of. */
const CHECK_MS = 1_000;

const listen = (): void => {};

let units = 0;

/**
 * By the chip's pulse counters, of which there are eight. They lose nothing, but do not tell when edges came: that the pin's
 * interrupt does, which leaves out those that come while its listener runs. No filter is on: edges have to be clean.
 */
export const pulseCounters: PulseCounters = {
  count: (pin, pull, edge, counted) => {
    const isRising = edge === "rising";
    const counter = pulsecnt.create(units++, listen);
    counter.chan0Config(
      pin,
      pulsecnt.PCNT_PIN_NOT_USED,
      isRising ? pulsecnt.PCNT_COUNT_INC : pulsecnt.PCNT_COUNT_DIS,
      isRising ? pulsecnt.PCNT_COUNT_DIS : pulsecnt.PCNT_COUNT_INC,
      pulsecnt.PCNT_MODE_KEEP,
      pulsecnt.PCNT_MODE_KEEP,
      -LIMIT,
      LIMIT,
    );
    // The counter has switched the pull-up on.
    input(pin, pull);
    let known = counter.clear();
    const look = (): void => {
      const count = counter.getCnt();
      const fresh = count - known + (count < known ? LIMIT : 0);
      if (fresh > 0) {
        counted(fresh, clock.nowMs());
        known = count;
      }
    };
    gpio.trig(pin, isRising ? gpio.INTR_UP : gpio.INTR_DOWN, look);
    clock.every(CHECK_MS, look);
  },
};
