import type { ReadStream } from "node:tty";
import type { Monitor } from "./monitor";

const CTRL_B = 0x02;
const CTRL_C = 0x03;

export const END_KEYS = "Ctrl-C ends it; Ctrl-B interrupts what the chip is busy with, as Ctrl-C in its console would.";

/**
 * Sends each key to the chip, whose console echoes it; from a pipe, all there is.
 * @returns what ends that
 */
export function sendTyped(input: ReadStream | NodeJS.ReadStream, monitor: Pick<Monitor, "send" | "stop">): () => void {
  const isTerminal = input.isTTY;
  const listener = (typed: Buffer): void => {
    const bytes: number[] = [];
    for (const byte of typed) {
      if (isTerminal && byte === CTRL_C) {
        monitor.stop();
        return;
      }
      if (isTerminal && byte === CTRL_B) bytes.push(CTRL_C);
      else bytes.push(byte === 0x0d ? 0x0a : byte);
    }
    void monitor.send(Uint8Array.from(bytes));
  };
  if (isTerminal) input.setRawMode(true);
  input.on("data", listener);
  return () => {
    input.off("data", listener);
    if (isTerminal) input.setRawMode(false);
    input.pause();
  };
}
