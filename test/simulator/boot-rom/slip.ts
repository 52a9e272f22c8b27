// SLIP framing as the chip's serial boot loader speaks it (esptool documentation, "Serial Protocol", Low Level Protocol).
const END = 0xc0;
const ESCAPE = 0xdb;
const ESCAPED_END = 0xdc;
const ESCAPED_ESCAPE = 0xdd;

export function slipFrame(packet: Uint8Array): Uint8Array {
  const bytes = [END];
  for (const byte of packet) {
    if (byte === END) bytes.push(ESCAPE, ESCAPED_END);
    else if (byte === ESCAPE) bytes.push(ESCAPE, ESCAPED_ESCAPE);
    else bytes.push(byte);
  }
  bytes.push(END);
  return Uint8Array.from(bytes);
}

/**
 * Takes frames out of a stream of bytes as Espressif's flasher stub does (esp-flasher-stub, src/slip.c): an END opens a
 * frame, the next one closes it, and what lies between two frames is dropped. A lost END therefore turns the meaning of all
 * that follow.
 */
export class SlipReceiver {
  readonly #onPacket: (packet: Uint8Array) => void;
  readonly #capacity: number;
  #bytes: number[] = [];
  #state: "outside" | "inside" | "escaping" = "outside";

  /** @param capacity bytes of the longest packet; a longer one is dropped */
  constructor(capacity: number, onPacket: (packet: Uint8Array) => void) {
    this.#capacity = capacity;
    this.#onPacket = onPacket;
  }

  take(byte: number): void {
    if (this.#state === "outside") {
      if (byte !== END) return;
      this.#bytes = [];
      this.#state = "inside";
    } else if (this.#state === "escaping") {
      this.#state = "inside";
      if (byte === ESCAPED_END) this.#put(END);
      else if (byte === ESCAPED_ESCAPE) this.#put(ESCAPE);
      else this.#state = "outside";
    } else if (byte === END) {
      this.#state = "outside";
      if (this.#bytes.length > 0) this.#onPacket(Uint8Array.from(this.#bytes));
    } else if (byte === ESCAPE) {
      this.#state = "escaping";
    } else {
      this.#put(byte);
    }
  }

  #put(byte: number): void {
    if (this.#bytes.length < this.#capacity) this.#bytes.push(byte);
    else this.#state = "outside";
  }
}
