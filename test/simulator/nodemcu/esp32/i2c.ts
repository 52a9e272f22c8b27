import type { I2cLine } from "../../i2c-line";
import type { HostValue, LuaValue } from "../../lua/vm";
import { LuaError } from "../../lua/vm";
import { badArgument, integer, text } from "../arguments";

const SOFTWARE = 0;
const [TRANSMITTER, RECEIVER] = [0, 1];
const SLOW_HZ = 100_000;

/**
 * The module `i2c`, as far as its interface made of software goes: each call does at once what it says (i2c.c of dev-esp32). A
 * part hears what was written with the stop condition.
 */
export class I2c {
  readonly #lineOn: (clock: number, data: number) => I2cLine;
  readonly module: { readonly [name: string]: HostValue };
  #line: I2cLine | undefined;
  #transfer: { address: number; direction: number; bytes: number[] } | undefined;

  constructor(lineOn: (clock: number, data: number) => I2cLine) {
    this.#lineOn = lineOn;
    this.module = {
      SW: SOFTWARE,
      TRANSMITTER,
      RECEIVER,
      SLOW: SLOW_HZ,
      setup: (id, data, clock, hz) => {
        checkId(id);
        if (integer(hz, 4) > SLOW_HZ) throw badArgument(4, "i2c speed too high for i2c.SW interface");
        this.#line = this.#lineOn(integer(clock, 3), integer(data, 2));
        return integer(hz, 4);
      },
      start: (id) => {
        checkId(id);
        if (this.#line === undefined) throw new LuaError("start command failed on i2c.SW interface");
        this.#transfer = undefined;
      },
      address: (id, address, direction) => {
        checkId(id);
        const to = integer(address, 2);
        if (to < 0 || to > 127) throw badArgument(2, "i2c address out of 7-bit range");
        this.#transfer = { address: to, direction: integer(direction, 3), bytes: [] };
        return this.#line?.hears(to) ?? false;
      },
      write: (id, bytes) => {
        checkId(id);
        const sent = text(bytes, 2);
        // One that acknowledges its address and then nothing more is not modelled byte by byte.
        if (this.#transfer === undefined) return 0;
        const { address } = this.#transfer;
        const isTaken = this.#line?.write(address, Buffer.from(sent, "latin1").toJSON().data) === "done";
        return isTaken ? sent.length : 0;
      },
      read: (id, count) => {
        checkId(id);
        const result = this.#line?.read(this.#transfer?.address ?? 0, integer(count, 2));
        // The line is high where nobody pulls it down.
        const bytes = Array.isArray(result) ? (result as number[]) : new Array<number>(integer(count, 2)).fill(0xff);
        return Buffer.from(bytes).toString("latin1");
      },
      stop: (id) => {
        checkId(id);
        this.#transfer = undefined;
      },
    };
  }
}

function checkId(id: LuaValue): void {
  if (integer(id, 1) !== SOFTWARE) throw badArgument(1, "invalid i2c interface id");
}
