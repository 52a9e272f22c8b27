import type { Storage } from "../../engine/engine";
import { openRecord, saveRecord, type StoredRecord } from "./record";

/** How often the board has booted: one write to flash memory a boot. */
export interface Boots {
  record: StoredRecord;
  /** This boot included. */
  count: number;
}

/** Counts this boot. Where it cannot be stored it is counted all the same, and again at the next one. */
export function countBoot(storage: Storage): Boots {
  let count = 0;
  const record = openRecord(storage, "boots", (text) => {
    count = parseInt(text);
  });
  count++;
  saveRecord(record, "" + count);
  return { record, count };
}
