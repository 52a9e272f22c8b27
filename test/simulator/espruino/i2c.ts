import type { I2cLine } from "../i2c-line";
import type { VirtualTime } from "../virtual-time";
import type { Callbacks } from "./callbacks";
import type { Intrinsics } from "./realm";

/** How long the engine waits for a bus that is stuck, in which it does nothing else (targets/esp32/jshardwareI2c.c). */
const STUCK_MS = 1_000;

/** `I2C1`, `I2C2` … of Espruino on ESP32 (jswrap_spi_i2c.c of 2v29). */
export function i2cPorts(
  ports: readonly { scl: number; sda: number }[],
  lineOn: (clock: number, data: number) => I2cLine,
  time: VirtualTime,
  callbacks: Callbacks,
  intrinsics: Intrinsics,
): Record<string, unknown> {
  const port = (defaults: { scl: number; sda: number }): unknown => {
    let line: I2cLine | undefined;
    const fail = (caller: string, reason: string): never => {
      throw new intrinsics.Error(`${caller}:${reason}`);
    };
    const check = (caller: string, problem: "not acknowledged" | "stuck"): never => {
      if (problem === "not acknowledged") return fail(caller, " slave doesn't ACK the transfer");
      time.advance(STUCK_MS);
      return fail(caller, ", Operation timeout because the bus is busy");
    };
    const methods: Record<string, (...args: never[]) => unknown> = {
      setup: (options: unknown) => {
        const { scl, sda } = { ...defaults, ...(options as object) };
        line = lineOn(scl, sda);
      },
      writeTo: (address: unknown, ...data: unknown[]) => {
        const bytes = bytesOf(data);
        if (bytes.length === 0) return;
        if (line === undefined) return fail("jshI2CWrite", ", unknown error code 259");
        const result = line.write(addressOf(address), bytes, stopsAfter(address));
        if (result !== "done") check("jshI2CWrite", result);
      },
      readFrom: (address: unknown, count: number) => {
        if (!(count > 0)) return undefined;
        if (line === undefined) return fail("jshI2CRead", ", unknown error code 259");
        const result = line.read(addressOf(address), count);
        return typeof result === "string" ? check("jshI2CRead", result) : new intrinsics.Uint8Array(result);
      },
      readReg: (address: number, register: number, count: number) => {
        if (line === undefined) return fail("jshI2CWrite", ", unknown error code 259");
        const written = line.write(address & 127, [register & 255], false);
        if (written !== "done") check("jshI2CWrite", written);
        const result = line.read(address & 127, count);
        return typeof result === "string" ? check("jshI2CRead", result) : new intrinsics.Uint8Array(result);
      },
    };
    const object = intrinsics.newObject();
    for (const name in methods) object[name] = callbacks.native(methods[name]);
    return object;
  };
  return Object.fromEntries(ports.map((defaults, index) => [`I2C${index + 1}`, port(defaults)]));
}

function addressOf(address: unknown): number {
  return Number(typeof address === "object" ? (address as { address?: unknown } | null)?.address : address) & 127;
}

/** `{stop:false}` leaves the bus as it is, for a repeated start. */
function stopsAfter(address: unknown): boolean {
  return typeof address !== "object" || (address as { stop?: unknown } | null)?.stop !== false;
}

/** Numbers, text, or what holds such. */
function bytesOf(data: unknown): number[] {
  if (typeof data === "number") return [data & 255];
  if (typeof data === "string") return Array.from(data, (character) => character.charCodeAt(0) & 255);
  return Array.from(data as ArrayLike<unknown>).flatMap(bytesOf);
}
