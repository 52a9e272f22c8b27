import { createHash } from "node:crypto";
import { version } from "../../../package.json";

/** Stands in the program's text until its hash is known, which is as long. */
export const HASH_PLACE = "????????";

/** The project's version and the program's hash, such as 0.1.0+1a2b3c4d; the hash is put in its place by `withHash`. */
export const PROGRAM_VERSION = `${version}+${HASH_PLACE}`;

/**
 * Puts the hash of a program into the entry's text. What is secret of a board is no part of its program, so the hash, which is published,
 * helps nobody to guess it.
 * @param files The other files of the program
 */
export function withHash(entry: string, files: readonly string[]): string {
  const hash = createHash("sha256").update(entry);
  for (const file of [...files].sort()) hash.update(file);
  return entry.replaceAll(HASH_PLACE, hash.digest("hex").slice(0, HASH_PLACE.length));
}

/** The version that a built program says it is. @throws Error where it says none */
export function versionIn(program: string): string {
  const said = program.split(`${version}+`).slice(1);
  const hash = said.map((rest) => rest.slice(0, HASH_PLACE.length)).find((text) => /^[0-9a-f]{8}$/.test(text));
  if (hash === undefined) throw new Error("the program does not say which version it is");
  return `${version}+${hash}`;
}
