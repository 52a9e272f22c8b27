import { readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { UserError } from "../../user-error";
import { assembleImage, type RuntimeImage } from "./image";
import { LAYOUTS, RUNTIME_CHIPS, type RuntimeChip } from "./layout";
import { readTgz } from "./tar";

/**
 * Espruino from what a person has: a release's .tgz, or the folder that it (or a release's .zip) unpacks to.
 * @throws UserError when that is no Espruino for this chip
 */
export function readRuntimeFile(file: string, chip: RuntimeChip): RuntimeImage {
  const files = filesOf(file);
  const names = [...files.keys()];
  const version = versionIn([path.basename(path.resolve(file)), ...names]);
  const { name, parts } = LAYOUTS[chip];
  if (!files.has(interpreterOf(chip))) {
    const other = RUNTIME_CHIPS.find((each) => files.has(interpreterOf(each)));
    throw new UserError(
      other === undefined
        ? `${file}: this is no release of Espruino for ${name}: there is no ${interpreterOf(chip)} in it, but ${list(names)}`
        : `${file}: this is Espruino for ${LAYOUTS[other].name}; the chip is an ${name}: take the one named …_${chip}`,
    );
  }
  const known = new Map(parts.map((part) => [part.file, files.get(part.file)]));
  return assembleImage(chip, version, file, (each) => known.get(each));
}

function interpreterOf(chip: RuntimeChip): string {
  return LAYOUTS[chip].parts.find(({ role }) => role === "interpreter")?.file ?? "";
}

/** The files by their name alone; an archive's stand in a folder. */
function filesOf(file: string): Map<string, Uint8Array> {
  try {
    if (statSync(file).isDirectory()) {
      const names = readdirSync(file, { withFileTypes: true }).filter((entry) => entry.isFile());
      return new Map(names.map(({ name }) => [name, readFileSync(path.join(file, name))]));
    }
    if (/\.(tgz|tar\.gz)$/i.test(file)) {
      const files = [...readTgz(readFileSync(file), file)];
      return new Map(files.map(([name, bytes]) => [path.posix.basename(name), bytes]));
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  throw new UserError(
    /\.bin$/i.test(file)
      ? `${file}: one .bin is the interpreter without its boot loader and partition table; give the .tgz of the same release, ` +
          "or the folder with all three"
      : `${file}: give a release's .tgz or the folder it unpacks to (a .zip has to be unpacked)`,
  );
}

/** The release that names such as espruino_2v29_esp32.tgz tell. */
function versionIn(names: readonly string[]): string | undefined {
  for (const name of names) {
    const [, version] = /espruino_(\d+v\d+(?:\.\d+)?)_esp32/.exec(name) ?? [];
    if (version !== undefined) return version;
  }
  return undefined;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  return names.length === 0 ? "nothing" : names.length > 5 ? `${shown} …` : shown;
}
