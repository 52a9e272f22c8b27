import type { OneWireLine } from "../one-wire-line";
import { searchOneWire } from "../one-wire-line";
import type { Callbacks } from "./callbacks";
import type { Intrinsics } from "./realm";

/** Espruino's class `OneWire` (jswrap_onewire.c of 2v29): a master made of software on any pin. */
export function oneWireClass(
  lineOn: (pin: number) => OneWireLine | undefined,
  callbacks: Callbacks,
  intrinsics: Intrinsics,
): unknown {
  return callbacks.native(function (pin: unknown) {
    const line = lineOn(Number(pin));
    const methods: Record<string, (...args: never[]) => unknown> = {
      reset: () => line?.reset() ?? false,
      skip: () => line?.writeByte(0xcc),
      select: (rom: unknown) => {
        if (line === undefined) return;
        if (typeof rom !== "string" || rom.length !== 16) {
          throw new intrinsics.TypeError(`Invalid OneWire device address ${JSON.stringify(rom)}`);
        }
        line.reset();
        for (const byte of [0x55, ...Buffer.from(rom, "hex")]) line.writeByte(byte);
      },
      write: (data: unknown) => {
        for (const byte of bytesOf(data)) line?.writeByte(byte);
      },
      read: (count: unknown) => {
        if (line === undefined) return undefined;
        if (typeof count !== "number") return line.readByte();
        return new intrinsics.Uint8Array(Array.from({ length: count }, () => line.readByte()));
      },
      search: (command: unknown) =>
        intrinsics.newArray(line === undefined ? [] : searchOneWire(line, Number(command ?? 0))),
    };
    const object = intrinsics.newObject();
    object.pin = pin;
    for (const name in methods) object[name] = callbacks.native(methods[name]);
    return object;
  });
}

/** A number, text, or what holds such. */
function bytesOf(data: unknown): number[] {
  if (typeof data === "number") return [data & 255];
  if (typeof data === "string") return Array.from(data, (character) => character.charCodeAt(0) & 255);
  return Array.from(data as ArrayLike<unknown>).flatMap(bytesOf);
}
