/** A part on a 1-wire bus, bit by bit, as the bus's time slots come. */
export interface OneWireDevice {
  /** A reset pulse. @returns whether the part answers with a presence pulse */
  reset(): boolean;
  /** A write slot of the host. */
  write(bit: 0 | 1): void;
  /** A read slot: 0 where the part pulls the line down, else 1. */
  read(): 0 | 1;
}

/** A 1-wire bus: the line is high unless somebody pulls it down. */
export class OneWireLine {
  readonly devices: OneWireDevice[] = [];
  /** The fault of a line that is shorted to ground. */
  isShorted = false;
  /** The fault of a disturbed line: so many of the next read slots give the wrong bit. */
  wrongBits = 0;

  solder<Device extends OneWireDevice>(device: Device): Device {
    this.devices.push(device);
    return device;
  }

  /** Takes all parts off. */
  unsolder(): void {
    this.devices.length = 0;
    this.isShorted = false;
    this.wrongBits = 0;
  }

  reset(): boolean {
    // Each of them, whatever the others answer.
    const present = this.devices.filter((device) => device.reset());
    return this.isShorted || present.length > 0;
  }

  writeBit(bit: 0 | 1): void {
    for (const device of this.devices) device.write(this.isShorted ? 0 : bit);
  }

  readBit(): 0 | 1 {
    const bits = this.devices.map((device) => device.read());
    if (this.isShorted) return 0;
    const bit = bits.includes(0) ? 0 : 1;
    if (this.wrongBits === 0) return bit;
    this.wrongBits--;
    return bit === 0 ? 1 : 0;
  }

  writeByte(byte: number): void {
    for (let bit = 0; bit < 8; bit++) this.writeBit((byte >> bit) & 1 ? 1 : 0);
  }

  readByte(): number {
    let byte = 0;
    for (let bit = 0; bit < 8; bit++) byte |= this.readBit() << bit;
    return byte;
  }
}

/** Bits that a search asks for: eight bytes of ROM code. */
const ROM_BITS = 64;

/** Maxim's application note 187: each round finds one part, and turns off at the last place where two differed. */
export function searchOneWire(line: OneWireLine, command: number): string[] {
  const found: string[] = [];
  const rom = new Uint8Array(ROM_BITS / 8);
  let lastDifference = 0;
  do {
    if (!line.reset()) return found;
    line.writeByte(command > 0 && command < 256 ? command : 0xf0);
    let lastZero = 0;
    for (let bit = 1; bit <= ROM_BITS; bit++) {
      const [own, complement] = [line.readBit(), line.readBit()];
      if (own === 1 && complement === 1) return found;
      const [at, mask] = [(bit - 1) >> 3, 1 << ((bit - 1) & 7)];
      let direction: 0 | 1 = own;
      if (own === complement) {
        const isOn = bit < lastDifference ? (rom[at] & mask) !== 0 : bit === lastDifference;
        direction = isOn ? 1 : 0;
        if (direction === 0) lastZero = bit;
      }
      if (direction === 1) rom[at] |= mask;
      else rom[at] &= ~mask;
      line.writeBit(direction);
    }
    lastDifference = lastZero;
    if (rom[0] === 0) return found;
    found.push(Buffer.from(rom).toString("hex"));
  } while (lastDifference > 0);
  return found;
}
