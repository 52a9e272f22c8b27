import type { OneWireDevice } from "../one-wire-line";

/** CRC-8 of 1-wire, bit by bit as the shift register in Maxim's application note 27. */
export function oneWireCrc(bytes: readonly number[]): number {
  let register = 0;
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; bit++) {
      const feedback = (register ^ (byte >> bit)) & 1;
      register >>= 1;
      if (feedback === 1) register ^= 0b1000_1100;
    }
  }
  return register;
}

/** The 8 bytes of a ROM code: family, serial number, check. */
export function romCode(family: number, serial: number): number[] {
  const bytes = [family];
  for (let i = 0; i < 6; i++) bytes.push(Math.floor(serial / 2 ** (8 * i)) & 255);
  return [...bytes, oneWireCrc(bytes)];
}

type State = "waiting" | "romCommand" | "matching" | "searching" | "selected";

/**
 * What all parts of the 1-wire family have in common ("ROM Commands" in their data sheets): each is silent from a reset pulse on
 * until it is addressed, and from then on until the next reset hears what its kind understands.
 */
export abstract class OneWirePart implements OneWireDevice {
  /** Whether it is on the bus, with power. */
  isPresent = true;
  readonly rom: readonly number[];
  #state: State = "waiting";
  /** Bits written since the state began. */
  #written: (0 | 1)[] = [];
  /** Bits still to be read. */
  #out: (0 | 1)[] = [];
  /** Read slots since the last bit of a search was settled. */
  #searchReads = 0;

  constructor(rom: readonly number[]) {
    this.rom = rom;
  }

  /** Its ROM code as Espruino writes it. */
  get address(): string {
    return Buffer.from(this.rom).toString("hex");
  }

  /** A byte that came after the part was selected. */
  protected abstract command(bytes: readonly number[]): void;

  protected send(bytes: readonly number[]): void {
    this.#out = bytes.flatMap(bitsOf);
  }

  /** What a read slot gives when there is nothing to send. */
  protected idleBit(): 0 | 1 {
    return 1;
  }

  reset(): boolean {
    this.#enter(this.isPresent ? "romCommand" : "waiting");
    this.#out = [];
    return this.isPresent;
  }

  write(bit: 0 | 1): void {
    if (!this.isPresent || this.#state === "waiting") return;
    this.#written.push(bit);
    const count = this.#written.length;
    if (this.#state === "searching") {
      this.#searchReads = 0;
      if (bit !== this.#romBit(count - 1)) this.#enter("waiting");
    } else if (this.#state === "matching") {
      if (bit !== this.#romBit(count - 1)) this.#enter("waiting");
      else if (count === 64) this.#enter("selected");
    } else if (count % 8 === 0) {
      const bytes = bytesOf(this.#written);
      if (this.#state === "romCommand") this.#romCommand(bytes[0]);
      else this.command(bytes);
    }
  }

  read(): 0 | 1 {
    if (!this.isPresent || this.#state === "waiting") return 1;
    if (this.#state === "searching") {
      const bit = this.#romBit(this.#written.length);
      return this.#searchReads++ % 2 === 0 ? bit : bit === 0 ? 1 : 0;
    }
    return this.#out.shift() ?? this.idleBit();
  }

  /** Forgets what it was told, as without power. */
  protected forget(): void {
    this.#enter("waiting");
    this.#out = [];
  }

  #enter(state: State): void {
    this.#state = state;
    this.#written = [];
    this.#searchReads = 0;
  }

  #romBit(index: number): 0 | 1 {
    return (this.rom[index >> 3] >> (index & 7)) & 1 ? 1 : 0;
  }

  #romCommand(command: number): void {
    const next: Partial<Record<number, State>> = {
      0x33: "selected",
      0xcc: "selected",
      0x55: "matching",
      0xf0: "searching",
    };
    this.#enter(next[command] ?? "waiting");
    if (command === 0x33) this.send(this.rom);
  }
}

function bitsOf(byte: number): (0 | 1)[] {
  return Array.from({ length: 8 }, (_, bit) => ((byte >> bit) & 1 ? 1 : 0));
}

function bytesOf(bits: readonly (0 | 1)[]): number[] {
  const bytes: number[] = [];
  bits.forEach((bit, i) => (bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (bit << (i & 7))));
  return bytes;
}
