import type { I2cBus, Pin } from "../engine";
import { unpack, type ByteTable } from "./bytes";

/** A bus of the engine's that is made of software: each call does at once what it says. */
export function openI2c(id: number, clock: Pin, data: Pin, hz: number): I2cBus {
  const table: ByteTable = {};
  i2c.setup(id, data, clock, hz);
  return {
    write: (address, bytes) => {
      i2c.start(id);
      const isTaken = i2c.address(id, address, i2c.TRANSMITTER) && i2c.write(id, bytes) === bytes.length;
      i2c.stop(id);
      return isTaken;
    },
    read: (address, count, register) => {
      i2c.start(id);
      let isAsked = true;
      if (register !== undefined) {
        // A part that did not take the register would answer from another one.
        isAsked = i2c.address(id, address, i2c.TRANSMITTER) && i2c.write(id, register) === register.length;
        if (isAsked) {
          // Again, without a stop condition.
          i2c.start(id);
        }
      }
      const bytes = isAsked && i2c.address(id, address, i2c.RECEIVER) ? i2c.read(id, count) : "";
      i2c.stop(id);
      return bytes.length === count ? unpack(bytes, table) : undefined;
    },
  };
}
