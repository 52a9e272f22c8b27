import type { I2cLine } from "../i2c-line";

/** What the functions of the module `i2c` do on a bus made by software. */
export class I2cTransfers {
  readonly #line: I2cLine;
  #address: number | undefined;

  constructor(line: I2cLine) {
    this.#line = line;
  }

  start(): void {
    this.#address = undefined;
  }

  /** @returns whether it was acknowledged */
  address(to: number): boolean {
    this.#address = to;
    return this.#line.hears(to);
  }

  /** @returns how many bytes were acknowledged; parts that take some and not others are not modelled */
  write(bytes: string): number {
    if (this.#address === undefined) return 0;
    const isTaken = this.#line.write(this.#address, Buffer.from(bytes, "latin1").toJSON().data, false) === "done";
    return isTaken ? bytes.length : 0;
  }

  read(count: number): string {
    const result = this.#line.read(this.#address ?? 0, count);
    // The line is high where nobody pulls it down.
    const bytes = Array.isArray(result) ? (result as number[]) : new Array<number>(count).fill(0xff);
    return Buffer.from(bytes).toString("latin1");
  }

  stop(): void {
    this.#address = undefined;
    this.#line.stop();
  }
}
