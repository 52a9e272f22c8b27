import type { I2cLine } from "../../i2c-line";
import type { HostValue, LuaValue } from "../../lua/vm";
import { LuaError } from "../../lua/vm";
import { text } from "../arguments";
import { I2cTransfers } from "../i2c-transfers";
import { checkId, integer } from "./numbers";
import { GPIO_PINS } from "./pins";

const [TRANSMITTER, RECEIVER] = [0, 1];
const [SLOW_HZ, FAST_HZ, FAST_PLUS_HZ] = [100_000, 400_000, 1_000_000];

/**
 * The module `i2c` of branch release as it is built unless asked otherwise (I2C_MASTER_OLD_VERSION): one bus, whose speed nobody
 * can choose.
 */
export class I2c {
  readonly module: { readonly [name: string]: HostValue };
  #bus: I2cTransfers | undefined;

  constructor(lineOn: (clock: number, data: number) => I2cLine) {
    const checkBus = (id: LuaValue): void => void checkId("i2c", integer(id, 1), 0, 1);
    this.module = {
      TRANSMITTER,
      RECEIVER,
      SLOW: SLOW_HZ,
      FAST: FAST_HZ,
      FASTPLUS: FAST_PLUS_HZ,
      setup: (id, data, clock, hz) => {
        checkBus(id);
        const dataPin = checkId("gpio", integer(data, 2), 0, GPIO_PINS);
        const clockPin = checkId("gpio", integer(clock, 3), 0, GPIO_PINS);
        if (dataPin === 0) throw new LuaError("i2c SDA on D0 is not supported");
        if (integer(hz, 4) <= 0) throw new LuaError("wrong arg range");
        // A clock on D0 is taken, and never ticks.
        this.#bus = clockPin === 0 ? undefined : new I2cTransfers(lineOn(clockPin, dataPin));
        return SLOW_HZ;
      },
      start: (id) => {
        checkBus(id);
        this.#bus?.start();
      },
      stop: (id) => {
        checkBus(id);
        this.#bus?.stop();
      },
      address: (id, address, direction) => {
        checkBus(id);
        const to = integer(address, 2);
        integer(direction, 3);
        if (to < 0 || to > 127) throw new LuaError("wrong arg range");
        return this.#bus?.address(to) ?? false;
      },
      write: (id, ...parts) => {
        checkBus(id);
        if (parts.length === 0) throw new LuaError("wrong arg type");
        return this.#bus?.write(parts.map(bytesOf).join("")) ?? 0;
      },
      read: (id, count) => {
        checkBus(id);
        const wanted = integer(count, 2);
        return wanted === 0 ? [] : (this.#bus?.read(wanted) ?? "\xff".repeat(wanted));
      },
    };
  }
}

/** A text, a byte, or a table of bytes. */
function bytesOf(part: LuaValue, index: number): string {
  if (typeof part !== "number" && !(part instanceof Map)) return text(part, index + 2);
  const bytes = typeof part === "number" ? [part] : [...(part as Map<LuaValue, LuaValue>).values()];
  return bytes
    .map((byte) => {
      const number = integer(byte, index + 2);
      if (number < 0 || number > 255) throw new LuaError("wrong arg range");
      return String.fromCharCode(number);
    })
    .join("");
}
