import {
  chmodSync,
  closeSync,
  fchmodSync,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;

/**
 * Makes a folder whose files hold secrets, or closes one that is there to everybody but its owner. Windows has no such rights: there a
 * folder's are those of the folder that it is in.
 */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
  if (isOpen(statSync(folder).mode)) chmodSync(folder, OWNER_ONLY_FOLDER);
}

/**
 * Writes a file that its owner alone can read, in place of one that is there, whatever that one's rights are, and whether it is a link
 * to somewhere else. Whoever reads at this moment finds the old file or the new one.
 */
export function writePrivateFile(path: string, data: string, encoding: "latin1" | "utf8"): void {
  const unfinished = `${path}.${process.pid}`;
  try {
    rmSync(unfinished, { force: true });
    writeFileSync(unfinished, data, { encoding, mode: OWNER_ONLY_FILE, flag: "wx" });
    renameSync(unfinished, path);
  } catch (error) {
    try {
      rmSync(unfinished, { force: true });
    } catch {
      // Where it could not be made, it cannot be removed.
    }
    // What is in the way is what the person knows by its name.
    (error as NodeJS.ErrnoException).path = path;
    throw error;
  }
}

/**
 * Opens a file to which lines are added; from now on its owner alone can read it. What is no file, such as a terminal, keeps its rights.
 * @returns its descriptor
 */
export function openPrivateLog(path: string): number {
  const log = openSync(path, "a", OWNER_ONLY_FILE);
  try {
    const found = fstatSync(log);
    if (found.isFile() && isOpen(found.mode)) fchmodSync(log, OWNER_ONLY_FILE);
    return log;
  } catch (error) {
    closeSync(log);
    (error as NodeJS.ErrnoException).path = path;
    throw error;
  }
}

/** Whether anybody but the owner has rights. */
function isOpen(mode: number): boolean {
  return (mode & 0o077) !== 0;
}
