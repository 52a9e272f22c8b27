import { statSync, type Stats } from "node:fs";
import { shellQuoted } from "../cli/shell";

const GROUP_READS_AND_WRITES = 0o060;
const ROOT = 0;

/**
 * How this user gets the right to open a port, as something to do in a shell. A path may be a link, such as those below
 * /dev/serial/by-id: what counts is the port it leads to, whose owner and group are not the link's.
 */
export function howToBeAllowed(path: string, platform: NodeJS.Platform = process.platform): string {
  const quoted = shellQuoted(path);
  // Only Linux gives the right to a group; macOS gives it to everybody.
  if (platform === "linux" && isForGroup(path)) {
    return (
      "serial ports belong to a group (dialout on Debian and Ubuntu, uucp on Arch): " +
      `run "sudo usermod -aG $(stat -L -c %G ${quoted}) $USER", log out and in again`
    );
  }
  const untilWhen = platform === "linux" ? ", which holds until it is plugged in again" : "";
  return `give yourself the right to read and write: run "sudo chmod a+rw ${quoted}"${untilWhen}`;
}

/** Whether it helps to be in the port's group: root's is no group to join, and some ports have nothing for theirs. */
function isForGroup(path: string): boolean {
  let port: Stats;
  try {
    port = statSync(path);
  } catch {
    return true;
  }
  return port.gid !== ROOT && (port.mode & GROUP_READS_AND_WRITES) === GROUP_READS_AND_WRITES;
}
