/** A byte line to a chip: a serial port, or a serial server behind tcp://host:port. */
export interface SerialLine {
  /** How a person names it: /dev/ttyUSB0, COM3, tcp://host:port. */
  readonly name: string;
  /** Whether it is a chip's own USB (ESP32-C3, ESP32-S3), and no bridge between USB and its UART. */
  readonly isChipsUsb?: boolean;
  /**
   * Resolves when the bytes are handed to the operating system, which is before they have left.
   * @throws Error when the line has ended
   */
  write(bytes: Uint8Array): Promise<void>;
  /** @returns its removal */
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  /**
   * Called once, when the line is closed at either end; with the error that ended it, where there is one. A listener that
   * comes after the end is called too.
   * @returns its removal
   */
  onEnd(listener: (error?: Error) => void): () => void;
  /** Does nothing where there is none: the far end of a TCP connection, a pseudo-terminal. */
  setBaudRate(baud: number): Promise<void>;
  /** Those not named stay as they are. Does nothing where there are none. */
  setSignals(signals: Signals): Promise<void>;
  /** More than once does no harm. */
  close(): Promise<void>;
}

export interface Signals {
  /**
   * Data terminal ready: on ESP32 boards it pulls GPIO0 low, by way of two transistors, while RTS is off. A chip's own USB keeps it in
   * mind for the next reset.
   */
  dtr?: boolean;
  /** Request to send: on ESP32 boards it holds the chip in reset while DTR is off. */
  rts?: boolean;
}

/** The listeners of a line, for whoever makes one. */
export class LineListeners {
  readonly #bytes = new Set<(bytes: Uint8Array) => void>();
  readonly #end = new Set<(error?: Error) => void>();
  #ended: { error: Error | undefined } | undefined;

  get hasEnded(): boolean {
    return this.#ended !== undefined;
  }

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    this.#bytes.add(listener);
    return () => this.#bytes.delete(listener);
  }

  onEnd(listener: (error?: Error) => void): () => void {
    const once = (error?: Error): void => {
      if (this.#end.delete(once)) listener(error);
    };
    this.#end.add(once);
    if (this.#ended !== undefined) queueMicrotask(() => once(this.#ended?.error));
    return () => this.#end.delete(once);
  }

  bytes(bytes: Uint8Array): void {
    for (const listener of [...this.#bytes]) listener(bytes);
  }

  /** Only the first call counts. */
  end(error?: Error): void {
    if (this.#ended !== undefined) return;
    this.#ended = { error };
    for (const listener of [...this.#end]) listener(error);
  }
}
