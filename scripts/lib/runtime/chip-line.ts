/** What speaking to a boot loader takes of a line to a chip. A serial line has it. */
export interface ChipLine {
  /** How a person names it. */
  readonly name: string;
  write(bytes: Uint8Array): Promise<void>;
  /** @returns its removal */
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  /** @returns its removal */
  onEnd(listener: (error?: Error) => void): () => void;
  setBaudRate(baudRate: number): Promise<void>;
  setSignals(signals: { dtr?: boolean; rts?: boolean }): Promise<void>;
}
