import type { HostValue, LuaTable } from "../../lua/vm";
import { LuaError } from "../../lua/vm";
import type { Pulse, SimulatedPin } from "../../pins";
import type { VirtualTime } from "../../virtual-time";
import { badArgument, table } from "../arguments";

/** The unit of all durations. */
const UNIT_NS = 100;
/** What the line is low for before the data, unless told otherwise. */
const RESET_UNITS = 512;
const LONGEST = { reset: 0xfffe, t0h: 0x7fff, t0l: 0x7fff, t1h: 0x7fff, t1l: 0x7fff } as const;

/** The module `ws2812` of branch dev-esp32, as far as strings of bytes go: sent by the chip's RMT, whose end it waits for. */
export function ws2812(pins: readonly SimulatedPin[], time: VirtualTime): { readonly [name: string]: HostValue } {
  const send = (config: LuaTable, at: number): void => {
    const number = config.get("pin");
    const pin = typeof number === "number" ? pins[number] : undefined;
    if (pin === undefined) throw badArgument(at, "invalid pin");
    const units = (name: keyof typeof LONGEST, usual: number): number => {
      const value = config.get(name) ?? usual;
      const least = name === "reset" ? 0 : 1;
      if (typeof value !== "number") throw badArgument(at, `invalid ${name}`);
      if (value < least || value > LONGEST[name])
        throw badArgument(at, `${name} must be ${least}<=${name}<=${LONGEST[name]}`);
      return value * UNIT_NS;
    };
    const resetNs = units("reset", RESET_UNITS);
    const zero: Pulse = { highNs: units("t0h", 4), lowNs: units("t0l", 7) };
    const one: Pulse = { highNs: units("t1h", 8), lowNs: units("t1l", 6) };
    const data = config.get("data");
    if (typeof data !== "string") throw badArgument(at, "ws2812.buffer or string expected");
    // Inputs alone cannot be driven.
    if (pin.number >= 34) throw new LuaError("sending failed");
    pin.output(0, 0);
    const train = [...Buffer.from(data, "latin1")]
      .flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (byte >> bit) & 1))
      .map((bit) => (bit === 1 ? one : zero));
    time.advance(train.reduce((ns, { highNs, lowNs }) => ns + highNs + lowNs, resetNs) / 1e6);
    pin.pulses(train);
  };
  return {
    FADE_IN: 1,
    FADE_OUT: 0,
    write: (...configs) => configs.forEach((config, i) => config !== undefined && send(table(config, i + 1), i + 1)),
  };
}
