import { readFileSync, writeFileSync } from "node:fs";
import { UserError } from "../../user-error";
import { sha256, type RuntimeImage } from "./image";
import type { RuntimeChip } from "./layout";

/** SHA-256 of each file, by release, chip and name. */
type Recorded = { [release: string]: { [chip: string]: { [file: string]: string } } };

/**
 * The SHA-256 of the images this project was given, in a file that is committed like a lock file: recorded when an image comes for
 * the first time, held against every later one, for everybody. Espruino publishes none, so that none can be shipped with this
 * project: of the first image of all, nothing is known but where it came from.
 */
export class ImageHashes {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Whether anything is recorded for a chip, of whatever release. */
  knowsChip(chip: RuntimeChip): boolean {
    return Object.values(this.#read()).some((chips) => chips[chip] !== undefined);
  }

  isKnown(release: string, chip: RuntimeChip): boolean {
    return this.#read()[release]?.[chip] !== undefined;
  }

  /** Whether each of its files is the recorded one of one and the same release, whatever it is called. */
  has({ chip, parts }: RuntimeImage): boolean {
    return Object.values(this.#read()).some((chips) =>
      parts.every(({ file, bytes }) => chips[chip]?.[file] === sha256(bytes)),
    );
  }

  /** How an image differs from what is recorded of its release; undefined when it does not, or when nothing is recorded of it. */
  difference({ chip, version, parts }: RuntimeImage): string | undefined {
    const known = version === undefined ? undefined : this.#read()[version]?.[chip];
    const different = known && parts.find(({ file, bytes }) => known[file] !== sha256(bytes));
    return (
      different && `${different.file} has the SHA-256 ${sha256(different.bytes)}, recorded is ${known[different.file]}`
    );
  }

  /**
   * @param release What it is recorded as: its version, or for what has none the name of its file
   * @returns whether it is recorded now: what is recorded already stays as it is
   */
  record({ chip, parts }: RuntimeImage, release: string): boolean {
    const all = this.#read();
    if (all[release]?.[chip] !== undefined) return false;
    const hashes = Object.fromEntries(parts.map(({ file, bytes }) => [file, sha256(bytes)]));
    all[release] = { ...all[release], [chip]: hashes };
    try {
      writeFileSync(this.#file, JSON.stringify(all, undefined, 2) + "\n");
    } catch (error) {
      throw new UserError(`${this.#file}: cannot be written (${(error as NodeJS.ErrnoException).code})`);
    }
    return true;
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
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT") return {};
      throw new UserError(`${this.#file}: cannot be read (${code})`);
    }
    try {
      return JSON.parse(text) as Recorded;
    } catch {
      throw new UserError(`${this.#file}: is no JSON any more; restore it from version control`);
    }
  }
}
