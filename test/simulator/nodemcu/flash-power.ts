import { PowerLost } from "../console/flash-files";

const POWERS = new WeakMap<ReadonlyMap<string, string>, FlashPower>();

/** The power that a chip's flash memory is written with: it may be lost at any change of a file. */
export class FlashPower {
  /** Changes so far. */
  steps = 0;
  /** Power is lost in place of the change with this number, of which the half is made where it has halves. */
  loseAtStep = Infinity;

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

  /** @throws PowerLost in place of the change @param half What is made of it then */
  change(half: () => void = () => {}): void {
    if (++this.steps < this.loseAtStep) return;
    half();
    throw new PowerLost();
  }
}
