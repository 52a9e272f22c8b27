import type { OneWireLine } from "../one-wire-line";
import type { Callbacks } from "./callbacks";
import type { Intrinsics } from "./realm";

/** Bits that a search asks for: eight bytes of ROM code. */
const ROM_BITS = 64;

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
      search: (command: unknown) => intrinsics.newArray(line === undefined ? [] : search(line, Number(command ?? 0))),
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

/** Maxim's application note 187: each round finds one part, and turns off at the last place where two differed. */
function search(line: OneWireLine, command: number): string[] {
  const found: string[] = [];
  const rom = new Uint8Array(ROM_BITS / 8);
  let lastDifference = 0;
  do {
    if (!line.reset()) return found;
    line.writeByte(command > 0 && command < 256 ? command : 0xf0);
    let lastZero = 0;
    for (let bit = 1; bit <= ROM_BITS; bit++) {
      const [own, complement] = [line.readBit(), line.readBit()];
      if (own === 1 && complement === 1) return found;
      const [at, mask] = [(bit - 1) >> 3, 1 << ((bit - 1) & 7)];
      let direction: 0 | 1 = own;
      if (own === complement) {
        const isOn = bit < lastDifference ? (rom[at] & mask) !== 0 : bit === lastDifference;
        direction = isOn ? 1 : 0;
        if (direction === 0) lastZero = bit;
      }
      if (direction === 1) rom[at] |= mask;
      else rom[at] &= ~mask;
      line.writeBit(direction);
    }
    lastDifference = lastZero;
    if (rom[0] === 0) return found;
    found.push(Buffer.from(rom).toString("hex"));
  } while (lastDifference > 0);
  return found;
}
