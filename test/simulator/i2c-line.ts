/** A part on an I²C bus, transfer by transfer. */
export interface I2cDevice {
  /** Seven bits. */
  readonly address: number;
  /** Whether it is on the bus, with power. */
  readonly isPresent: boolean;
  /** What comes after its address. @returns whether it acknowledged every byte */
  write(bytes: readonly number[]): boolean;
  /** @returns undefined where it does not acknowledge its address */
  read(count: number): readonly number[] | undefined;
  /** Hears a stop condition, where that means something to it. */
  stop?(): void;
}

export type Transfer = "done" | "not acknowledged" | "stuck";

/** An I²C bus. */
export class I2cLine {
  readonly devices: I2cDevice[] = [];
  /** The fault of a line that somebody holds down. */
  isStuck = false;

  solder<Device extends I2cDevice>(device: Device): Device {
    this.devices.push(device);
    return device;
  }

  /** Takes all parts off. */
  unsolder(): void {
    this.devices.length = 0;
    this.isStuck = false;
  }

  /** @param stops whether a stop condition follows, and not a repeated start */
  write(address: number, bytes: readonly number[], stops = true): Transfer {
    if (this.isStuck) return "stuck";
    const isTaken = this.#find(address)?.write(bytes) === true;
    if (stops) this.stop();
    return isTaken ? "done" : "not acknowledged";
  }

  read(address: number, count: number): readonly number[] | Exclude<Transfer, "done"> {
    if (this.isStuck) return "stuck";
    const bytes = this.#find(address)?.read(count);
    this.stop();
    return bytes ?? "not acknowledged";
  }

  /** A stop condition, which every part hears. */
  stop(): void {
    for (const device of this.devices) device.stop?.();
  }

  /** Whether a part acknowledges this address. */
  hears(address: number): boolean {
    return !this.isStuck && this.#find(address) !== undefined;
  }

  #find(address: number): I2cDevice | undefined {
    return this.devices.find((device) => device.isPresent && device.address === address);
  }
}
