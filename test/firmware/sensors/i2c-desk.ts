import type { I2cBus } from "../../../firmware/engine/engine";
import { Fault, type Part } from "../../../firmware/sensors/part";
import { I2cLine, type I2cDevice } from "../../simulator/i2c-line";

/** A part's model on an I²C bus of its own, and the clock that both go by. */
export class I2cDesk {
  nowMs = 0;
  readonly line = new I2cLine();
  readonly #memory = new Uint8Array(32);
  /** The bus as a driver is given it. What it reads is in the same memory each time, as on NodeMCU. */
  readonly bus: I2cBus = {
    write: (address, bytes) =>
      this.line.write(
        address,
        Array.from(bytes, (byte) => byte.charCodeAt(0)),
      ) === "done",
    read: (address, count, register) => {
      if (register !== undefined && this.line.write(address, [register.charCodeAt(0)], false) !== "done") {
        return undefined;
      }
      const result = this.line.read(address, count);
      if (typeof result === "string") return undefined;
      this.#memory.fill(0).set(result);
      return this.#memory.subarray(0, count);
    },
  };

  solder<Device extends I2cDevice>(create: (nowMs: () => number) => Device): Device {
    const device = create(() => this.nowMs);
    this.line.devices.push(device);
    return device;
  }

  /** Begins, waits as long as the driver says, and reads. */
  measure(driver: Part, meanwhile: () => void = () => {}): Fault {
    const fault = driver.begin();
    this.nowMs += driver.measuringMs / 2;
    meanwhile();
    this.nowMs += driver.measuringMs / 2;
    return fault === Fault.None ? driver.read() : fault;
  }
}
