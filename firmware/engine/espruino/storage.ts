import type { Storage } from "../engine";

const files = require("Storage");

export const storage: Storage = {
  read: (name) => {
    const view = files.read(name);
    // A copy: what the engine gives is a view of the flash memory, which changes with the file.
    return view === undefined ? undefined : "" + view;
  },
  write: (name, bytes) => {
    try {
      return files.write(name, bytes);
    } catch {
      return false;
    }
  },
};
