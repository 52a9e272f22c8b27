import { chip } from "./chip";

/** SERIAL_IN_EP_DATA_FREE: the last packet is gone, so that there is room for another one. */
const DATA_FREE = 2;

/**
 * Has the node print only what somebody takes. What the chip prints goes into a packet of 64 bytes that a computer fetches as long
 * as a program there has the port open. Where nobody does, the packet stays full of what the engine printed first, and whoever
 * prints more waits for ever (espruino/Espruino #2731). Each line looks first; one that nobody would take is not printed.
 * @param register The one that says so
 */
export function logWhileTaken(register: number): void {
  chip.log = (line) => {
    if (peek32(register) & DATA_FREE) {
      console.log(line);
    }
  };
}
