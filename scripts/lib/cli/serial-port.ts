import { Option } from "commander";
import { choosePort, listPorts } from "../serial/ports";
import { choose } from "./keyboard";

/** The `--port` of every command that speaks with a chip. */
export function serialPortOption(): Option {
  return new Option(
    "-p, --port <port>",
    "a serial port, a USB serial number, or tcp://host:port; else the one board on USB",
  );
}

/** The port of a chip: what `--port` says, the one board on USB, or one that the person chooses. @throws UserError as `choosePort` */
export function serialPort(wanted: string | undefined): Promise<string> {
  return choosePort(wanted, listPorts, process.stdin.isTTY ? choose : undefined);
}
