import { chmodSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;

/**
 * Makes a folder whose files hold secrets, or closes one that is there to everybody but its owner. Windows has no such rights: there a
 * folder's are those of the folder that it is in.
 */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
  if ((statSync(folder).mode & 0o777 & ~OWNER_ONLY_FOLDER) !== 0) chmodSync(folder, OWNER_ONLY_FOLDER);
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
