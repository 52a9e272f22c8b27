import { PowerLost } from "../console/flash-files";

/** Of SPIFFS. */
const PAGE_BYTES = 256;
const POWERS = new WeakMap<ReadonlyMap<string, string>, FlashPower>();

/** The power that a chip's flash memory is written with: it may be lost at any change of a file. */
export class FlashPower {
  /** Changes so far. */
  steps = 0;
  /** Bytes written so far: each change takes fresh pages of SPIFFS, for the data and for what says where it lies. */
  writtenBytes = 0;
  /** Power is lost in place of the change with this number. */
  loseAtStep = Infinity;
  /** Called before each change, with what power that is lost in it would leave. */
  onStep: ((left: ReadonlyMap<string, string>) => void) | undefined;

  /** That of a chip's files. */
  static of(files: ReadonlyMap<string, string>): FlashPower {
    const power = POWERS.get(files) ?? new FlashPower();
    POWERS.set(files, power);
    return power;
  }

  /** Has the files of a chip, as they are made at its boot, changed with this power. */
  supply(files: ReadonlyMap<string, string>): void {
    POWERS.set(files, this);
  }

  /**
   * One change of the files is about to be made.
   * @param name Of the file of which a part of the change may be made, and `left`, what it holds then
   * @param bytes How much data is written
   * @throws PowerLost in its place
   */
  change(files: Map<string, string>, name?: string, left = "", bytes = 0): void {
    this.onStep?.(new Map([...files, ...(name === undefined ? [] : [[name, left] as const])]));
    this.writtenBytes += (1 + Math.ceil(bytes / PAGE_BYTES)) * PAGE_BYTES;
    if (++this.steps < this.loseAtStep) return;
    if (name !== undefined) files.set(name, left);
    throw new PowerLost();
  }
}
