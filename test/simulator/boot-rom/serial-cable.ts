import { garble, type EspChip } from "./chip";

/** The largest packet of full-speed USB: what the host reads comes in pieces of this size. */
const PIECE_BYTES = 64;

/** What becomes of a byte on the line, the `index`-th in its direction: itself, another, several or none. */
export type Fault = (byte: number, index: number) => number[];

export interface CableOptions {
  /** Whether DTR and RTS reach GPIO0 and EN through two transistors, as on nearly every board. */
  hasResetCircuit?: boolean;
  /** Whether it is plugged into the chip's own USB: there is no rate, and the chip itself takes the two signals for what they are. */
  isChipsUsb?: boolean;
  toChip?: Fault;
  toHost?: Fault;
}

/**
 * A USB serial converter between a host and a chip that it powers: the host's end is a serial line, the other one the chip's
 * UART and the circuit that resets it (schematic of the ESP32 DevKitC: RTS alone pulls EN low, DTR alone pulls GPIO0 low,
 * both together pull nothing). Or a cable to the USB of the chip itself (ESP32-C3 Technical Reference Manual, "USB Serial/JTAG
 * Controller", CDC-ACM control requests: DTR alone has the next reset start the boot loader, neither takes that back, RTS alone
 * resets).
 */
export class SerialCable {
  readonly name = "/dev/ttyUSB0";
  readonly chip: EspChip;
  /** Bytes that the host has written. */
  written = 0;
  /** The rates that the host has set. */
  readonly baudRates: number[] = [];
  readonly isChipsUsb: boolean;
  #asksForLoader = false;
  readonly #options: CableOptions;
  readonly #bytesListeners = new Set<(bytes: Uint8Array) => void>();
  readonly #endListeners = new Set<(error?: Error) => void>();
  #baudRate = 115_200;
  #received = 0;
  #signals = { dtr: false, rts: false };
  #isBootPressed = false;
  #isOpen = true;
  #unplugAt = Infinity;

  constructor(chip: EspChip, options: CableOptions = {}) {
    this.chip = chip;
    this.#options = { hasResetCircuit: true, ...options };
    this.isChipsUsb = options.isChipsUsb ?? false;
    chip.onSend((bytes, baudRate) => this.#deliver(bytes, baudRate));
    this.#setPins();
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (!this.#isOpen) throw new Error("the port is closed");
    for (const byte of bytes) {
      if (this.written++ === this.#unplugAt) return this.unplug();
      const arriving = this.#options.toChip?.(byte, this.written - 1) ?? [byte];
      if (arriving.length > 0) this.chip.receive(Uint8Array.from(arriving), this.#rate);
    }
  }

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    this.#bytesListeners.add(listener);
    return () => this.#bytesListeners.delete(listener);
  }

  onEnd(listener: (error?: Error) => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  async setBaudRate(baudRate: number): Promise<void> {
    if (!this.#isOpen) throw new Error("the port is closed");
    this.#baudRate = baudRate;
    this.baudRates.push(baudRate);
  }

  async setSignals(signals: { dtr?: boolean; rts?: boolean }): Promise<void> {
    if (!this.#isOpen) throw new Error("the port is closed");
    this.#signals = { ...this.#signals, ...signals };
    if (this.isChipsUsb) this.#takeSignals();
    else if (this.#options.hasResetCircuit) this.#setPins();
  }

  async close(): Promise<void> {
    this.#end(undefined);
  }

  /** Pulls the cable; the chip has no power any more. */
  unplug(): void {
    this.chip.powerOff();
    this.#end(new Error("the device is gone"));
  }

  /** Pulls the cable in front of a byte, counted from the first one that the host writes. */
  unplugAt(written: number): void {
    this.#unplugAt = written;
  }

  /** What somebody does with the two buttons of a board: BOOT held down while EN is pressed. */
  pressBootAndReset(): void {
    this.#isBootPressed = true;
    this.chip.setPins({ enable: false, gpio0: false });
    this.#setPins();
    this.#isBootPressed = false;
  }

  get #rate(): number {
    return this.isChipsUsb ? this.chip.baudRate : this.#baudRate;
  }

  #takeSignals(): void {
    const { dtr, rts } = this.#signals;
    if (!rts) this.#asksForLoader = dtr;
    if (dtr || !rts) return;
    this.chip.setPins({ enable: false, gpio0: true });
    this.chip.setPins({ enable: true, gpio0: !this.#asksForLoader });
  }

  #setPins(): void {
    const { dtr, rts } = this.#signals;
    this.chip.setPins({ enable: !(rts && !dtr), gpio0: !(dtr && !rts) && !this.#isBootPressed });
  }

  #deliver(bytes: Uint8Array, baudRate: number): void {
    const { toHost = (byte: number) => [byte] } = this.#options;
    const sent = [...bytes].flatMap((byte) => toHost(baudRate === this.#rate ? byte : garble(byte), this.#received++));
    for (let at = 0; at < sent.length; at += PIECE_BYTES) {
      const piece = Uint8Array.from(sent.slice(at, at + PIECE_BYTES));
      queueMicrotask(() => this.#bytesListeners.forEach((listener) => listener(piece)));
    }
  }

  #end(error: Error | undefined): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#endListeners.forEach((listener) => listener(error));
  }
}
