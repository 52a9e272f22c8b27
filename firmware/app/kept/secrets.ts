import type { Storage } from "../../engine/engine";

/**
 * What is secret of a board, and differs from house to house: it is no part of the program, but lies in a file of its own, which is
 * written over the cable. It is read anew each time that something of it is used, and nothing of it is kept: on Espruino what is read is
 * a view of flash memory, and after the file was written anew an old one would be empty.
 *
 *   file    entries, one after the other, then "!"; where that is missing the file is torn, and holds nothing
 *   entry   name, space, length of the value in bytes, space, value
 */
const FILE = "mote.secrets";
const WHOLE = "!";

/** What brokers and networks after the first are called: "host2". */
export function numbered(name: string, index: number): string {
  return index > 0 ? name + (index + 1) : name;
}

/** A value by its name, as bytes; undefined where there is none. */
export function secretOf(storage: Storage, name: string): string | undefined {
  const file = storage.view(FILE);
  if (file === undefined || file.charAt(file.length - 1) !== WHOLE) {
    return undefined;
  }
  for (let at = 0; at < file.length - 1;) {
    const lengthAt = file.indexOf(" ", at) + 1;
    const valueAt = file.indexOf(" ", lengthAt) + 1;
    const end = valueAt + parseInt(file.substring(lengthAt, valueAt - 1));
    if (file.substring(at, lengthAt - 1) === name) {
      return file.substring(valueAt, end);
    }
    // Behind what is no entry there is none that could be found.
    at = end > at ? end : file.length;
  }
  return undefined;
}

/** Which of these values are not there. @param names With a space between them. @returns the same; "" where all are there */
export function lackingSecrets(storage: Storage, names: string): string {
  let lacking = "";
  for (const name of names.split(" ")) {
    if (secretOf(storage, name) === undefined) {
      lacking += " " + name;
    }
  }
  return lacking;
}
