import type { Journal } from "../../engine";
import { LENGTH_AT, TEXT_AT, WORDS } from "./rtc-memory";

/** In the RTC's memory, which does not wear: four characters of 7 bits a word. A loss of power takes all of it. */
const PER_WORD = 4;
const CAPACITY = (WORDS - TEXT_AT) * PER_WORD;

/** Word by word, which makes a quarter of the strings that are garbage at once. */
function read(): string {
  let text = "";
  const length = rtcmem.read32(LENGTH_AT);
  for (let at = 0; at < length; at += PER_WORD) {
    const word = rtcmem.read32(TEXT_AT + at / PER_WORD);
    text += String.fromCharCode(
      word % 128,
      Math.floor(word / 128) % 128,
      Math.floor(word / 16_384) % 128,
      Math.floor(word / 2_097_152) % 128,
    );
  }
  return text.substring(0, length);
}

function shiftOf(at: number): number {
  const place = at % PER_WORD;
  return place === 0 ? 1 : place === 1 ? 128 : place === 2 ? 16_384 : 2_097_152;
}

/** The length comes last: by it, what was written counts. */
function write(from: number, text: string): void {
  for (let i = 0; i < text.length; i++) {
    const at = from + i;
    const index = TEXT_AT + Math.floor(at / PER_WORD);
    const shift = shiftOf(at);
    rtcmem.write32(index, (shift === 1 ? 0 : rtcmem.read32(index) % shift) + text.charCodeAt(i) * shift);
  }
  rtcmem.write32(LENGTH_AT, from + text.length);
}

export const journal: Journal = {
  capacityBytes: CAPACITY,
  read,
  append: (text) => {
    const from = rtcmem.read32(LENGTH_AT);
    const hasRoom = from + text.length <= CAPACITY;
    if (hasRoom) {
      write(from, text);
    }
    return hasRoom;
  },
  renew: (text) => {
    write(0, text);
    return true;
  },
};
