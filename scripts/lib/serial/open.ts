import type { SerialLine } from "./line";
import { isChipsUsb } from "./port-info";
import { openPortLine } from "./port-line";
import { listPorts } from "./ports";
import { openTcpLine } from "./tcp-line";

/** What both Espruino's console and the chip's boot loader speak after a reset. */
export const CONSOLE_BAUD = 115_200;

/**
 * Opens a line to a chip at 115,200 baud.
 * @param name A serial port of this machine (a pseudo-terminal too), or tcp://host:port.
 * @throws UserError when it cannot be opened, with the cure
 */
export function openLine(name: string): Promise<SerialLine> {
  return name.startsWith("tcp:") ? openTcpLine(name) : openPort(name);
}

async function openPort(path: string): Promise<SerialLine> {
  // What is no port of the list, such as a pseudo-terminal, is no chip's.
  const info = (await listPorts().catch(() => [])).find((port) => port.path === path);
  return openPortLine(path, CONSOLE_BAUD, info !== undefined && isChipsUsb(info));
}
