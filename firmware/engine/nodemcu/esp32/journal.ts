import type { Journal } from "../../engine";

const FILE = "mote.j";
/** What it becomes, until it has the name. */
const NEW = "mote.jn";
const CAPACITY = 4_096;

function read(name: string): string | undefined {
  const opened = io.open(name, "r");
  if (!opened) {
    return undefined;
  }
  const text = opened.read("a");
  opened.close();
  return text ?? "";
}

function write(name: string, text: string, mode: "a" | "w"): boolean {
  const opened = io.open(name, mode);
  if (!opened) {
    return false;
  }
  // What waits in the file's buffer finds out by this whether there is room.
  const isWritten = opened.write(text) !== undefined && opened.seek("end", 0) !== undefined;
  opened.close();
  return isWritten;
}

/** A loss of power between removing and renaming leaves the new one alone. */
function current(): string {
  return read(FILE) ?? read(NEW) ?? "";
}

export const journal: Journal = {
  capacityBytes: CAPACITY,
  read: current,
  append: (text) => {
    if (read(FILE) === undefined && read(NEW) !== undefined) {
      file.rename(NEW, FILE);
    }
    return current().length + text.length <= CAPACITY && write(FILE, text, "a");
  },
  renew: (text) => {
    const isWritten = write(NEW, text, "w");
    if (isWritten) {
      file.remove(FILE);
      file.rename(NEW, FILE);
    }
    return isWritten;
  },
};
