import { ESPRUINO_CHIPS } from "../../espruino/chips";
import { LuaError, type LuaValue } from "../../lua/vm";
import type { SimulatedPin } from "../../pins";
import type { WakeUp } from "../../deep-sleep";
import { badArgument, integer, table } from "../arguments";

/** What ends a sleep, of what `node.dsleep` is given: microseconds, or a table (components/modules/node.c). */
export function wakeUpOf(options: LuaValue, pins: readonly SimulatedPin[]): WakeUp {
  if (typeof options === "number") return { us: integer(options, 1) };
  if (typeof options !== "object") throw badArgument(1, "Expected integer or table");
  const asked = table(options, 1);
  const number = (key: string): number | undefined => {
    const value = asked.get(key);
    return value === undefined ? undefined : integer(value, 1);
  };
  const [us, secs, gpio] = [number("us"), number("secs"), number("gpio")];
  const time = us === undefined && secs === undefined ? {} : { us: (us ?? 0) + (secs ?? 0) * 1e6 };
  // Pin 0 in a list ends it; alone it counts.
  if (gpio === undefined) return time;
  if (!ESPRUINO_CHIPS.esp32.isWakePin(gpio)) {
    throw new LuaError(`Pin ${gpio} is not an RTC GPIO and cannot be used for wakeup`);
  }
  const pull = asked.get("pull") === true ? pins[gpio].pull : "none";
  return { ...time, pins: [{ pin: pins[gpio], high: (number("level") ?? 1) === 1, pull }] };
}
