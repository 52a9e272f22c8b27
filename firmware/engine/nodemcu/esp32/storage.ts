import type { Storage } from "../../engine";

export const storage: Storage = {
  read: (name) => {
    const file = io.open(name, "r");
    if (!file) {
      return undefined;
    }
    const bytes = file.read("a");
    file.close();
    return bytes;
  },
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
