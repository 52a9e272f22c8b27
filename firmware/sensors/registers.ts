import type { Bytes, I2cBus } from "../engine/engine";

/** What parts with registers have in common. */

/** Reads from a register on. @param register as the byte that is sent */
export function readFrom(bus: I2cBus, address: number, register: string, count: number): Bytes | undefined {
  return bus.write(address, register) ? bus.read(address, count) : undefined;
}

/** A number of two's complement. @param modulus 2 to the power of its bits */
export function signed(value: number, modulus: number): number {
  return value < modulus / 2 ? value : value - modulus;
}

/** A result of Bosch's parts: three bytes, of which the last has four bits. */
export function twentyBits(bytes: Bytes, at: number): number {
  return bytes[at] * 4096 + bytes[at + 1] * 16 + (bytes[at + 2] >>> 4);
}
