import type { HostValue, LuaValue } from "../../lua/vm";
import { LuaError } from "../../lua/vm";
import type { OneWireLine } from "../../one-wire-line";
import { searchOneWire } from "../../one-wire-line";
import { badArgument, integer, text } from "../arguments";

/** The module `ow` (ow.c of dev-esp32). */
export function ow(lineOn: (pin: number) => OneWireLine | undefined): { readonly [name: string]: HostValue } {
  /** By pin, what a search has still to tell. */
  const searches = new Map<number, string[]>();
  const on = (pin: LuaValue): OneWireLine => {
    const line = lineOn(integer(pin, 1));
    if (line === undefined) throw badArgument(1, "invalid pin");
    return line;
  };
  return {
    setup: (pin) => void on(pin),
    reset: (pin) => Number(on(pin).reset()),
    write_bytes: (pin, bytes) => {
      const line = on(pin);
      for (const byte of Buffer.from(text(bytes, 2), "latin1")) line.writeByte(byte);
    },
    read_bytes: (pin, count) => {
      const line = on(pin);
      return Buffer.from(Array.from({ length: integer(count, 2) }, () => line.readByte())).toString("latin1");
    },
    reset_search: (pin) => void searches.set(integer(pin, 1), searchOneWire(on(pin), 0xf0)),
    search: (pin) => {
      const left = searches.get(integer(pin, 1));
      if (left === undefined) throw new LuaError("search not initialized");
      const next = left.shift();
      if (next === undefined) searches.delete(integer(pin, 1));
      return next === undefined ? undefined : Buffer.from(next, "hex").toString("latin1");
    },
  };
}
