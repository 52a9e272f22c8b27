import { LineListeners, type SerialLine } from "../../../../scripts/lib/serial/line";

/** A line at whose other end a test sits. */
export function tappedLine(onWrite: (typed: string) => void = () => {}): {
  line: SerialLine;
  send: (bytes: string) => void;
} {
  const listeners = new LineListeners();
  const line = {
    name: "a line",
    write: async (bytes: Uint8Array) => onWrite(Buffer.from(bytes).toString("latin1")),
    onBytes: (listener: (bytes: Uint8Array) => void) => listeners.onBytes(listener),
    onEnd: (listener: (error?: Error) => void) => listeners.onEnd(listener),
    setBaudRate: async () => {},
    setSignals: async () => {},
    close: async () => {},
  };
  return { line, send: (bytes) => listeners.bytes(Buffer.from(bytes, "latin1")) };
}
