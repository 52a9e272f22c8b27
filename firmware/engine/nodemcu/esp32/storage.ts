import type { Storage } from "../../engine";

function read(name: string): string | undefined {
  const file = io.open(name, "r");
  if (!file) {
    return undefined;
  }
  const bytes = file.read("a");
  file.close();
  return bytes;
}

export const storage: Storage = {
  read,
  view: read,
  write: (name, bytes) => {
    const file = io.open(name, "w");
    if (!file) {
      return false;
    }
    const isWritten = file.write(bytes) !== undefined;
    file.close();
    return isWritten;
  },
};
