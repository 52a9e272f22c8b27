/** The chip's RAM, as far as something was loaded into it. */
export class Memory {
  readonly #bytes = new Map<number, number>();

  load(address: number, bytes: Uint8Array): void {
    bytes.forEach((byte, i) => this.#bytes.set(address + i, byte));
  }

  holds({ address, bytes }: Segment): boolean {
    return bytes.every((byte, i) => this.#bytes.get(address + i) === byte);
  }
}

export interface Segment {
  address: number;
  bytes: Uint8Array;
}

/** A program in RAM that the model knows to be Espressif's flasher stub; it takes its machine code as given. */
export interface StubProgram {
  entry: number;
  segments: Segment[];
}
