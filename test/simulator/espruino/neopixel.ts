import type { Pulse, SimulatedPin } from "../pins";
import type { VirtualTime } from "../virtual-time";
import type { Callbacks } from "./callbacks";
import type { Intrinsics } from "./realm";

/** What the port makes of a bit, in ns: esp32_neopixel.c. */
const ZERO: Pulse = { highNs: 350, lowNs: 900 };
const ONE: Pulse = { highNs: 900, lowNs: 350 };
/** How long the last bit's low is. */
const END_NS = 50_000;
/** What the chip's I/O multiplexer connects the pin of the former strip to: the clock of the flash memory. */
const FLASH_CLOCK_HZ = 40_000_000;

/** The module `neopixel` of the ESP32's port. It knows one pin at a time. */
export function neopixelModule(
  pins: readonly SimulatedPin[],
  time: VirtualTime,
  callbacks: Callbacks,
  intrinsics: Intrinsics,
): Record<string, unknown> {
  let former: SimulatedPin | undefined;
  const write = (number: unknown, data: unknown): void => {
    const bytes = typeof data === "string" ? Buffer.from(data, "latin1") : Uint8Array.from(data as ArrayLike<number>);
    if (bytes.length === 0) throw new intrinsics.Error("Data must be a non empty array");
    if (bytes.length % 3 !== 0) throw new intrinsics.Error("Data length must be a multiple of 3 (RGB)");
    const pin = pins[Number(number)];
    if (pin === undefined) throw new intrinsics.Error("Invalid pin");
    if (former !== undefined && former !== pin) former.output(0.5, FLASH_CLOCK_HZ);
    former = pin;
    pin.output(0, 0);
    const bits = [...bytes].flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (byte >> bit) & 1));
    const train = bits.map((bit) => (bit === 1 ? ONE : ZERO));
    train[train.length - 1] = { ...train[train.length - 1], lowNs: END_NS };
    // It waits for the end.
    time.advance(train.reduce((ns, { highNs, lowNs }) => ns + highNs + lowNs, 0) / 1e6);
    pin.pulses(train);
  };
  return Object.assign(intrinsics.newObject(), { write: callbacks.native(write) });
}
