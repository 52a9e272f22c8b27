import type { Transport } from "esptool-js" with { "resolution-mode": "import" };
import type { ChipLine } from "./chip-line";

/** How long what is still under way has to arrive and be dropped. */
const DRAIN_MS = 100;

/** What is kept of what nobody has read: no packet is as long, and a line may send without end. */
const MOST_BYTES = 65_536;

const END = 0xc0;
const ESCAPE = 0xdb;
const ESCAPED: Readonly<Record<number, number>> = { 0xdc: END, 0xdd: ESCAPE };

/** The line has ended while the chip was being spoken to. */
export class LineEndedError extends Error {
  override readonly name = "LineEndedError";
}

/**
 * What esptool-js speaks through, over a serial line. The package's own transport polls the clock for bytes, so that a pulled
 * cable shows only when a time-out of up to two minutes has passed, drops whatever stands beside a packet together with it,
 * and prints to the console. The two signals change in one call: one after the other they would start the chip's program.
 */
export async function lineTransport(line: ChipLine): Promise<Transport & { release(): void }> {
  const { ESPError, ESPRESSIF_VID, Transport, USB_JTAG_SERIAL_PID } = await import("esptool-js");

  return new (class extends Transport {
    #wake: () => void = () => {};
    #ended: LineEndedError | undefined;
    readonly #releases = [
      line.onBytes((bytes) => {
        this.#received = Buffer.concat([this.#received, bytes]).subarray(-MOST_BYTES);
        this.#wake();
      }),
      line.onEnd((error) => {
        this.#ended = new LineEndedError(`${line.name} was closed${error === undefined ? "" : ` (${error.message})`}`);
        this.#wake();
      }),
    ];
    #received: Uint8Array = new Uint8Array(0);

    constructor() {
      super({} as never);
    }

    release(): void {
      for (const release of this.#releases) release();
    }

    override trace(): void {}

    override getInfo(): string {
      return line.name;
    }

    /** By these two it is told how to reset the chip: by its USB, or by two transistors. */
    override getVid(): number | undefined {
      return line.isChipsUsb === true ? ESPRESSIF_VID : undefined;
    }

    override getPid(): number | undefined {
      return line.isChipsUsb === true ? USB_JTAG_SERIAL_PID : undefined;
    }

    override flushInput(): void {
      this.#received = new Uint8Array(0);
    }

    override peek(): Uint8Array {
      return this.#received;
    }

    override async drainInput(): Promise<void> {
      await new Promise((resolve) => setTimeout(resolve, DRAIN_MS));
      this.flushInput();
    }

    override async connect(baudRate = 115_200): Promise<void> {
      await this.changeBaudrate(baudRate);
    }

    override async disconnect(): Promise<void> {}

    override async readLoop(): Promise<void> {}

    override async changeBaudrate(baudRate: number): Promise<boolean> {
      this.#check();
      await line.setBaudRate(baudRate);
      this.baudrate = baudRate;
      return false;
    }

    override async setSignals(dtr: boolean, rts: boolean): Promise<void> {
      this.#check();
      await line.setSignals({ dtr, rts });
    }

    override async setDTR(dtr: boolean): Promise<void> {
      this.#check();
      await line.setSignals({ dtr });
    }

    override async setRTS(rts: boolean): Promise<void> {
      this.#check();
      await line.setSignals({ rts });
    }

    override async write(data: Uint8Array): Promise<void> {
      this.#check();
      await line.write(this.slipWriter(data));
    }

    /** The next packet. @throws ESPError when none is whole within the time; LineEndedError */
    override async read(timeoutMs: number): Promise<Uint8Array> {
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        this.#wake();
      }, timeoutMs);
      try {
        for (;;) {
          const packet = this.#takePacket();
          if (packet !== undefined) return packet;
          this.#check();
          if (isLate) throw new ESPError("the chip does not answer");
          await new Promise<void>((resolve) => (this.#wake = resolve));
        }
      } finally {
        clearTimeout(timer);
      }
    }

    #check(): void {
      if (this.#ended !== undefined) throw this.#ended;
    }

    /** Takes the first whole packet out of what was received, and what stands in front of it. */
    #takePacket(): Uint8Array | undefined {
      let start = this.#received.indexOf(END);
      while (start >= 0) {
        const end = this.#received.indexOf(END, start + 1);
        if (end < 0) return undefined;
        const packet = unescape(this.#received.subarray(start + 1, end));
        // The END that closed this packet stays: where the next one's got lost, it opens it.
        this.#received = this.#received.subarray(end);
        if (packet !== undefined && packet.length > 0) return packet;
        start = 0;
      }
      return undefined;
    }
  })();
}

/** @returns undefined when it is no well-formed packet */
function unescape(frame: Uint8Array): Uint8Array | undefined {
  const bytes: number[] = [];
  for (let i = 0; i < frame.length; i++) {
    const byte = frame[i] === ESCAPE ? ESCAPED[frame[++i]] : frame[i];
    if (byte === undefined) return undefined;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
