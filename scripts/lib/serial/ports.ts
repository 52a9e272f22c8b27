import { UserError } from "../user-error";
import { listDeviceFiles } from "./device-files";
import { bridgeOf, describePort, type PortInfo } from "./port-info";
import { loadSerialPort } from "./port-line";

/**
 * Every serial port that this machine has.
 * @throws UserError when the package that lists them is not installed, or they cannot be listed
 */
export async function listPorts(): Promise<PortInfo[]> {
  const { SerialPort } = await loadSerialPort();
  try {
    return await SerialPort.list();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return listDeviceFiles();
    throw new UserError(
      `the serial ports of this machine cannot be listed (${String(error)}); name one with --port PATH`,
    );
  }
}

/**
 * The port of a board.
 * @param wanted What the person said: a path, tcp://host:port, or a USB serial number. Left out, the one port that fits.
 * @param ask Chooses among several that fit; undefined where nobody can be asked.
 * @returns a name for `openLine`
 * @throws UserError when none fits, or several and nobody can be asked, with a list of what is there
 */
export async function choosePort(
  wanted: string | undefined,
  list: () => Promise<PortInfo[]>,
  ask: ((question: string, choices: readonly string[]) => Promise<number>) | undefined,
): Promise<string> {
  if (wanted !== undefined && /^tcp:|[\\/]|^COM\d+$/i.test(wanted)) return wanted;
  const ports = await list();
  if (wanted !== undefined) {
    const named = ports.filter((port) => port.serialNumber === wanted);
    if (named.length === 1) return named[0].path;
    throw new UserError(
      `--port ${wanted}: no port has this serial number (a path has a "/" in it); there is`,
      ...inventory(ports),
    );
  }
  const fitting = ports.filter((port) => bridgeOf(port) !== undefined);
  if (fitting.length === 1) return fitting[0].path;
  if (fitting.length === 0) {
    throw new UserError(
      "no ESP32 or ESP8266 board found on USB: plug it in with a cable that carries data (many only charge), or name its port " +
        `with --port PATH, --port SERIAL-NUMBER or --port tcp://host:port; there is`,
      ...inventory(ports),
    );
  }
  if (ask === undefined) {
    throw new UserError(
      `several ports could be the board; say which with --port PATH or --port SERIAL-NUMBER:`,
      ...inventory(fitting),
    );
  }
  return fitting[await ask("several ports could be the board:", fitting.map(describePort))].path;
}

/**
 * Follows a port when its cable is pulled and plugged in again: the operating system may give it another name then.
 * @returns where it is now
 */
export async function followPort(port: string, list: () => Promise<PortInfo[]>): Promise<() => Promise<string>> {
  const serialNumberOf = async (): Promise<string | undefined> =>
    (await list()).find(({ path }) => path === port)?.serialNumber;
  const serialNumber = port.startsWith("tcp:") ? undefined : await serialNumberOf().catch(() => undefined);
  if (serialNumber === undefined) return async () => port;
  return async () => (await list()).find((info) => info.serialNumber === serialNumber)?.path ?? port;
}

function inventory(ports: readonly PortInfo[]): string[] {
  if (ports.length === 0) return ["  no serial port at all"];
  // Computers name dozens of ports that have no socket; those on USB tell more.
  const onUsb = ports.filter((port) => port.vendorId !== undefined);
  const shown = onUsb.length > 0 ? onUsb : ports.slice(0, 8);
  const rest = ports.length - shown.length;
  return [
    ...shown.map((port) => `  ${describePort(port)}`),
    ...(rest > 0 ? [`  and ${rest} that are not on USB`] : []),
  ];
}
