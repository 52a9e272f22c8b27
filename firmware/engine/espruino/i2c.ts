import type { I2cBus, Pin } from "../engine";

/**
 * One of the engine's two I²C ports, on any pins. What it reads is an array that it makes each time, of memory that is free again
 * after its use; no acknowledgement and a stuck bus, after a second, are exceptions.
 */
export function createI2c(port: 1 | 2, clock: Pin, data: Pin, hz: number): I2cBus {
  const i2c = port === 1 ? I2C1 : I2C2;
  try {
    i2c.setup({ scl: clock, sda: data, bitrate: hz });
  } catch (error) {
    // Then nothing answers, which each part reports.
    console.log("I2C" + port + ": " + error);
  }
  return {
    write: (address, bytes) => {
      try {
        i2c.writeTo(address, bytes);
        return true;
      } catch {
        return false;
      }
    },
    read: (address, count, register) => {
      try {
        return register === undefined
          ? i2c.readFrom(address, count)
          : i2c.readReg(address, register.charCodeAt(0), count);
      } catch {
        return undefined;
      }
    },
  };
}
