/** Modes are bits, as ESP-IDF counts them (wifi_mode_t). */
const STATION = 1;
const ACCESS_POINT = 2;
const NAMES = ["NULL", "STA", "AP", "APSTA"];

/** What the chip's radio is on the air: a station, an access point of its own, both, or nothing. */
export class RadioMode {
  /** What ESP-IDF 3 begins with, on which the builds for the classic ESP32 are made. */
  #mode = ACCESS_POINT;
  #hasStarted = false;
  readonly #isBothAtOnce: boolean;

  /** @param isBothAtOnce Whether the chip can be a station and an access point at once */
  constructor(isBothAtOnce: boolean) {
    this.#isBothAtOnce = isBothAtOnce;
  }

  /** Whether the chip has an access point of its own, open to everybody. */
  get isAccessPoint(): boolean {
    return this.#hasStarted && (this.#mode & ACCESS_POINT) !== 0;
  }

  get isStation(): boolean {
    return this.#hasStarted && (this.#mode & STATION) !== 0;
  }

  get name(): string {
    return NAMES[this.#mode];
  }

  /** Starts the radio, in the mode that it has unless another one is given. */
  start(mode = this.#mode): void {
    this.#mode = mode;
    this.#hasStarted = true;
  }

  /** Starts the radio as a station, beside the access point where that is its mode and the chip can be both. */
  startStation(): void {
    this.start(this.#isBothAtOnce ? this.#mode | STATION : STATION);
  }

  /** The station stays. */
  stopAccessPoint(): void {
    this.#mode &= ~ACCESS_POINT;
  }
}
