/**
 * What lies in the words of the RTC's memory. They outlive a deep sleep and resets; after a loss of power they hold anything, which the
 * first one tells.
 */
const MAGIC = 0x6d6f7465;
const MAGIC_AT = 0;
export const CLOCK_AT = 1;
export const LENGTH_AT = 2;
export const TEXT_AT = 3;
export const WORDS = 128;

/** Begins anew where power was lost. */
function open(): void {
  if (rtcmem.read32(MAGIC_AT) !== MAGIC) {
    rtcmem.write32(CLOCK_AT, 0);
    rtcmem.write32(LENGTH_AT, 0);
    rtcmem.write32(MAGIC_AT, MAGIC);
  }
}

open();
