import type { Storage } from "../../engine";

/** SPIFFS: one folder, and names of up to 31 characters. */
export const storage: Storage = {
  read: (name) => file.getcontents(name),
  view: (name) => file.getcontents(name),
  write: (name, bytes) => file.putcontents(name, bytes) === true,
};
