import type { Storage } from "../engine";

export const storage: Storage = {
  read: (name) => {
    const view = require("Storage").read(name);
    // A copy: what the engine gives is a view of the flash memory, which changes with the file.
    return view === undefined ? undefined : "" + view;
  },
  view: (name) => require("Storage").read(name),
  write: (name, bytes) => {
    try {
      return require("Storage").write(name, bytes);
    } catch {
      return false;
    }
  },
};
