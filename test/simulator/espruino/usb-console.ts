/** The largest packet, which the chip fills and a computer fetches. */
const PACKET_BYTES = 64;
/** SERIAL_IN_EP_DATA_FREE */
const DATA_FREE = 2;

/** The serial console over the USB of an ESP32-C3 or ESP32-S3: what nobody fetches stays where it is. */
export class UsbConsole {
  #isHeard: boolean;
  #waiting = 0;

  constructor(isHeard: boolean) {
    this.#isHeard = isHeard;
  }

  get isHeard(): boolean {
    return this.#isHeard;
  }

  /** Whether a program on a computer has the port open. What waited is fetched then. */
  set isHeard(isHeard: boolean) {
    this.#isHeard = isHeard;
    this.#waiting = 0;
  }

  /** The engine prints its prompt at each boot. */
  boot(): void {
    this.#waiting = this.#isHeard ? 0 : 1;
  }

  /** What USB_SERIAL_JTAG_EP1_CONF_REG says. */
  get state(): number {
    return this.#waiting === 0 ? DATA_FREE : 0;
  }

  /** @returns false where it waits for room that never comes */
  print(line: string): boolean {
    if (this.#isHeard) return true;
    this.#waiting += line.length + 2;
    return this.#waiting <= PACKET_BYTES;
  }
}
