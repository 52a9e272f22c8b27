import type { OneWireBus, Pin } from "../engine";
import { unpack, type ByteTable } from "./bytes";

const DIGITS = "0123456789abcdef";

export function createOneWire(pin: Pin): OneWireBus {
  const table: ByteTable = {};
  ow.setup(pin);
  return {
    reset: () => ow.reset(pin) === 1,
    write: (bytes) => ow.write_bytes(pin, bytes),
    read: (count) => unpack(ow.read_bytes(pin, count), table),
    search: () => {
      const found: string[] = [];
      ow.reset_search(pin);
      let rom = ow.search(pin);
      while (rom !== undefined) {
        found.push(hexadecimal(rom));
        rom = ow.search(pin);
      }
      return found;
    },
  };
}

function hexadecimal(bytes: string): string {
  let text = "";
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes.charCodeAt(i);
    text += DIGITS.charAt(byte >>> 4) + DIGITS.charAt(byte & 15);
  }
  return text;
}
