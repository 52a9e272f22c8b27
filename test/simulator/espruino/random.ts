/** Espruino's generator: two 16-bit multiply-with-carry halves that begin alike at every boot. */
export class Random {
  #w = 0xdeadbeef;
  #z = 0xcafebabe;

  /** A whole number, 0 … 2^31-1. */
  next(): number {
    this.#z = (36969 * (this.#z & 65535) + (this.#z >>> 16)) >>> 0;
    this.#w = (18000 * (this.#w & 65535) + (this.#w >>> 16)) >>> 0;
    return (((this.#z << 16) >>> 0) + this.#w) & 0x7fffffff;
  }

  seed(seed: number): void {
    this.#w = ((seed & 0xffff) | (seed << 16)) >>> 0;
    this.#z = ((seed & 0xffff0000) | (seed >>> 16)) >>> 0;
  }
}
