import { readFileSync, writeFileSync } from "node:fs";
import { UserError } from "../../user-error";
import { sha256, type RuntimeImage } from "./image";
import type { RuntimeChip } from "./layout";

/** SHA-256 of each file, by version, chip and name. */
type Recorded = { [version: string]: { [chip: string]: { [file: string]: string } } };

/**
 * The SHA-256 of the images this project was given, in a file that is committed like a lock file: recorded when an image is
 * downloaded for the first time, enforced from then on, for everybody. Espruino publishes none.
 */
export class ImageHashes {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  isKnown(version: string, chip: RuntimeChip): boolean {
    return this.#read()[version]?.[chip] !== undefined;
  }

  /** Why an image is not the recorded one; undefined when it is, or when none is recorded. */
  problem({ chip, version, parts }: RuntimeImage): string | undefined {
    const known = version === undefined ? undefined : this.#read()[version]?.[chip];
    const different = known && parts.find(({ file, bytes }) => known[file] !== sha256(bytes));
    return (
      different && `${different.file} has the SHA-256 ${sha256(different.bytes)}, recorded is ${known[different.file]}`
    );
  }

  record({ chip, version, parts }: RuntimeImage): void {
    if (version === undefined) return;
    const all = this.#read();
    const hashes = Object.fromEntries(parts.map(({ file, bytes }) => [file, sha256(bytes)]));
    all[version] = { ...all[version], [chip]: hashes };
    writeFileSync(this.#file, JSON.stringify(all, undefined, 2) + "\n");
  }

  /** What to do about a difference. */
  get cure(): string {
    return (
      "nothing was written. Download it again over another network; if the release was really published anew, delete its " +
      `entry in ${this.#file} to have the new one recorded`
    );
  }

  #read(): Recorded {
    let text: string;
    try {
      text = readFileSync(this.#file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
      throw error;
    }
    try {
      return JSON.parse(text) as Recorded;
    } catch {
      throw new UserError(`${this.#file}: is no JSON any more; restore it from version control`);
    }
  }
}
