import type { I2cLine } from "../../i2c-line";
import type { HostValue, LuaValue } from "../../lua/vm";
import { LuaError } from "../../lua/vm";
import { badArgument, integer, text } from "../arguments";
import { I2cTransfers } from "../i2c-transfers";

const SOFTWARE = 0;
const [TRANSMITTER, RECEIVER] = [0, 1];
const SLOW_HZ = 100_000;

/** The module `i2c`, as far as its interface made of software goes: each call does at once what it says (i2c.c of dev-esp32). */
export class I2c {
  readonly module: { readonly [name: string]: HostValue };
  #bus: I2cTransfers | undefined;

  constructor(lineOn: (clock: number, data: number) => I2cLine) {
    this.module = {
      SW: SOFTWARE,
      TRANSMITTER,
      RECEIVER,
      SLOW: SLOW_HZ,
      setup: (id, data, clock, hz) => {
        checkId(id);
        if (integer(hz, 4) > SLOW_HZ) throw badArgument(4, "i2c speed too high for i2c.SW interface");
        this.#bus = new I2cTransfers(lineOn(integer(clock, 3), integer(data, 2)));
        return integer(hz, 4);
      },
      start: (id) => {
        checkId(id);
        if (this.#bus === undefined) throw new LuaError("start command failed on i2c.SW interface");
        this.#bus.start();
      },
      address: (id, address, direction) => {
        checkId(id);
        const to = integer(address, 2);
        if (to < 0 || to > 127) throw badArgument(2, "i2c address out of 7-bit range");
        integer(direction, 3);
        return this.#bus?.address(to) ?? false;
      },
      write: (id, bytes) => {
        checkId(id);
        return this.#bus?.write(text(bytes, 2)) ?? 0;
      },
      read: (id, count) => {
        checkId(id);
        return this.#bus?.read(integer(count, 2)) ?? "\xff".repeat(integer(count, 2));
      },
      stop: (id) => {
        checkId(id);
        this.#bus?.stop();
      },
    };
  }
}

function checkId(id: LuaValue): void {
  if (integer(id, 1) !== SOFTWARE) throw badArgument(1, "invalid i2c interface id");
}
