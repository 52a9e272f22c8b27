import type { I2cBus, Pin } from "../../engine";
import { unpack, type ByteTable } from "../bytes";

/** The interface that is made of software: it answers at once. There is one of it, of at most 100 kHz. */
export function createI2c(_port: 1 | 2, clock: Pin, data: Pin, hz: number): I2cBus {
  const id = i2c.SW;
  const table: ByteTable = {};
  i2c.setup(id, data, clock, hz);
  return {
    write: (address, bytes) => {
      i2c.start(id);
      const isTaken = i2c.address(id, address, i2c.TRANSMITTER) && i2c.write(id, bytes) === bytes.length;
      i2c.stop(id);
      return isTaken;
    },
    read: (address, count) => {
      i2c.start(id);
      const bytes = i2c.address(id, address, i2c.RECEIVER) ? i2c.read(id, count) : "";
      i2c.stop(id);
      return bytes.length === count ? unpack(bytes, table) : undefined;
    },
  };
}
