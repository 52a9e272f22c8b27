import type { HostValue, LuaValue } from "../../lua/vm";
import { LuaError } from "../../lua/vm";
import type { OneWireLine } from "../../one-wire-line";
import { searchOneWire } from "../../one-wire-line";
import { badArgument, text } from "../arguments";
import { checkId, integer } from "./numbers";
import { GPIO_PINS } from "./pins";

const SEARCH_ROM = 0xf0;
const SKIP_ROM = 0xcc;
const MATCH_ROM = 0x55;
/** LUAL_BUFFERSIZE */
const MOST_BYTES = 256;

/** The module `ow` of branch release, on any pin but D0 (app/modules/ow.c). */
export function ow(lineOn: (pin: number) => OneWireLine | undefined): { readonly [name: string]: HostValue } {
  /** By pin, what a search has still to tell. */
  const searches = new Map<number, string[]>();
  const pinOf = (value: LuaValue): number => checkId("ow", integer(value, 1), 1, GPIO_PINS);
  const on = (value: LuaValue): OneWireLine => lineOn(pinOf(value)) as OneWireLine;
  const write = (line: OneWireLine, bytes: string): void => {
    for (const byte of Buffer.from(bytes, "latin1")) line.writeByte(byte);
  };
  return {
    setup: (pin) => {
      if (integer(pin, 1) === 0) throw new LuaError("no 1-wire for D0");
      searches.delete(pinOf(pin));
    },
    // A line that does not come up is no presence.
    reset: (pin) => Number(!on(pin).isShorted && on(pin).reset()),
    skip: (pin) => on(pin).writeByte(SKIP_ROM),
    select: (pin, rom) => {
      const bytes = text(rom, 2);
      if (bytes.length !== 8) throw new LuaError("wrong arg range");
      on(pin).writeByte(MATCH_ROM);
      write(on(pin), bytes);
    },
    write: (pin, byte) => on(pin).writeByte(integer(byte, 2) & 0xff),
    write_bytes: (pin, bytes) => write(on(pin), text(bytes, 2)),
    read: (pin) => on(pin).readByte(),
    read_bytes: (pin, count) => {
      const line = on(pin);
      const wanted = integer(count, 2);
      if (wanted === 0) return [];
      if (wanted < 0 || wanted > MOST_BYTES) throw badArgument(2, "Attempt to read too many characters");
      return Buffer.from(Array.from({ length: wanted }, () => line.readByte())).toString("latin1");
    },
    depower: (pin) => void on(pin),
    reset_search: (pin) => void searches.delete(pinOf(pin)),
    search: (pin) => {
      const number = pinOf(pin);
      const line = on(pin);
      // Each call goes down the bus for one part; all at once is the same as long as nothing changes on it.
      const left = searches.get(number) ?? (line.isShorted ? [] : searchOneWire(line, SEARCH_ROM));
      const next = left.shift();
      if (next === undefined) searches.delete(number);
      else searches.set(number, left);
      return next === undefined ? undefined : Buffer.from(next, "hex").toString("latin1");
    },
  };
}
