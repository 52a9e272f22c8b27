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
}

export type Transfer = "done" | "not acknowledged" | "stuck";

/** An I²C bus. */
export class I2cLine {
  readonly devices: I2cDevice[] = [];
  /** The fault of a line that somebody holds down. */
  isStuck = false;

  write(address: number, bytes: readonly number[]): Transfer {
    if (this.isStuck) return "stuck";
    return this.#find(address)?.write(bytes) === true ? "done" : "not acknowledged";
  }

  read(address: number, count: number): readonly number[] | Exclude<Transfer, "done"> {
    if (this.isStuck) return "stuck";
    return this.#find(address)?.read(count) ?? "not acknowledged";
  }

  /** Whether a part acknowledges this address. */
  hears(address: number): boolean {
    return !this.isStuck && this.#find(address) !== undefined;
  }

  #find(address: number): I2cDevice | undefined {
    return this.devices.find((device) => device.isPresent && device.address === address);
  }
}
