import type { HostValue } from "../../lua/vm";
import type { Pulse, SimulatedPin } from "../../pins";
import { badArgument } from "../arguments";
import { integer } from "./numbers";

/** Four bits of the second serial port at 3.2 MHz for each bit, inverted. */
const ZERO: Pulse = { highNs: 312.5, lowNs: 937.5 };
const ONE: Pulse = { highNs: 937.5, lowNs: 312.5 };
/** The line stays low after the last bit. */
const END_NS = 50_000;

/** The module `ws2812` of branch release: one strip, on D4, where the second serial port sends. */
export function ws2812(pin: SimulatedPin, makeOutput: (pin: number) => void): { readonly [name: string]: HostValue } {
  let isReady = false;
  return {
    MODE_SINGLE: 0,
    MODE_DUAL: 1,
    init: (mode) => {
      if (mode !== undefined && integer(mode, 1) !== 0) throw badArgument(1, "only MODE_SINGLE is modelled");
      makeOutput(pin.number);
      pin.output(0, 0);
      isReady = true;
    },
    write: (colors) => {
      if (colors !== undefined && typeof colors !== "string") throw badArgument(1, "pixbuf or string expected");
      // Before `init` the port is not connected to the pin.
      if (colors === undefined || colors === "" || !isReady) return;
      const bits = [...Buffer.from(colors, "latin1")].flatMap((byte) =>
        [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (byte >> bit) & 1),
      );
      const train = bits.map((bit) => (bit === 1 ? ONE : ZERO));
      train[train.length - 1] = { ...train[train.length - 1], lowNs: END_NS };
      pin.pulses(train);
    },
  };
}
