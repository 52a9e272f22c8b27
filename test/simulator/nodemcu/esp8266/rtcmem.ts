import type { HostValue } from "../../lua/vm";
import { integer } from "../arguments";
import type { Hardware } from "../hardware";

const WORDS = 128;
const KEPT = "rtc memory";
/** What the words hold when power comes: anything. */
const GARBAGE = 0x5a17_c0de;

/** The module `rtcmem` (app/modules/rtcmem.c): words that outlive a deep sleep and resets, and no loss of power. */
export function rtcmem({ kept, resetReason }: Hardware): { readonly [name: string]: HostValue } {
  const isNew = resetReason === "power on" || resetReason === "brownout";
  const before = isNew ? undefined : (kept.get(KEPT) as Int32Array | undefined);
  const words = before ?? new Int32Array(WORDS).fill(GARBAGE);
  kept.set(KEPT, words);
  return {
    read32: (from, count) => {
      const first = integer(from, 1);
      const last = first + (count === undefined ? 1 : integer(count, 2));
      return first < 0 ? [] : [...words.subarray(first, Math.min(last, WORDS))];
    },
    write32: (from, ...values) => {
      values.forEach((value, i) => {
        const index = integer(from, 1) + i;
        if (index >= 0 && index < WORDS) words[index] = integer(value, i + 2);
      });
    },
  };
}
