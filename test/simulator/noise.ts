/**
 * The noise of pins that nothing holds. It is another one for every board and every boot, and the same whenever the same
 * simulation runs again. It stays low, so that an open digital input reads low.
 */
export class Noise {
  readonly #highestVolts: number;
  readonly #board: number;
  #boots = 0;
  #words = 0;

  /** @param serial the chip's identity; @param highestVolts 0 makes open pins quiet */
  constructor(serial: string, highestVolts: number) {
    this.#highestVolts = highestVolts;
    this.#board = [...serial].reduce((hash, letter) => mix(hash ^ letter.charCodeAt(0)), 1);
  }

  boot(): void {
    this.#words = 0;
    this.#boots++;
  }

  /** 32 random bits, others at each call. */
  word(): number {
    return [this.#boots, this.#words++].reduce((before, next) => mix(before ^ next), ~this.#board);
  }

  /** The voltage of a pin at one of its readings since boot. */
  volts(pin: number, reading: number): number {
    const hash = [this.#boots, pin, reading].reduce((before, next) => mix(before ^ next), this.#board);
    return (hash / 2 ** 32) * this.#highestVolts;
  }
}

/** Spreads a change of any bit over all 32: the last step of MurmurHash3, with a constant so that 0 moves too. */
function mix(value: number): number {
  let bits = (value + 0x9e3779b9) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
