import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { UserError } from "../../user-error";
import { download, type DownloadOptions } from "./download";
import { assembleImage, sha256, type RuntimeImage } from "./image";
import { readRuntimeFile } from "./image-file";
import { ImageHashes } from "./image-hashes";
import { LAYOUTS, releaseFolder, RUNTIME_VERSION, type RuntimeChip } from "./layout";

/** Where Espruino publishes its releases, a folder for each version and chip. */
const OFFICIAL_URL = "https://www.espruino.com/binaries";
/** Below the project's folder. */
const HASH_FILE = ".config/runtime-images.json";

export interface ImageSources extends DownloadOptions {
  /** A release's .tgz or folder, as `--runtime` names it, instead of the release. */
  file?: string;
  /** The project's folder: it holds the cache (.cache, ignored by git) and the hashes (.config, committed). */
  root: string;
  /** Says what happens, a line at a time. */
  print: (line: string) => void;
  /** Whether an image may be written that is none of the recorded ones. */
  confirm: (question: string) => Promise<boolean>;
  url?: string;
}

/**
 * The image for a chip: the file that was named, the one in the cache, or the official download. Where images of the chip are
 * recorded and it is none of them, a person is asked, whatever it is called; a download that is not the recorded one of its release
 * is refused. What is taken for the first time is recorded.
 * @throws UserError when it cannot be had, is refused, or the person says no
 */
export async function findRuntimeImage(chip: RuntimeChip, sources: ImageSources): Promise<RuntimeImage> {
  const hashes = new ImageHashes(path.join(sources.root, HASH_FILE));
  if (sources.file !== undefined) return fromFile(sources.file, chip, hashes, sources);
  const folder = path.join(sources.root, ".cache/runtime", releaseFolder(RUNTIME_VERSION, chip));
  return fromCache(folder, chip, hashes, sources.print) ?? (await fromWeb(folder, chip, hashes, sources));
}

async function fromFile(
  file: string,
  chip: RuntimeChip,
  hashes: ImageHashes,
  sources: ImageSources,
): Promise<RuntimeImage> {
  const image = readRuntimeFile(file, chip);
  if (!hashes.has(image)) await takeUnknown(image, image.version ?? `file ${path.basename(file)}`, hashes, sources);
  return image;
}

/** Shows an image that is not recorded, asks where others of its chip are, and records it. */
async function takeUnknown(
  image: RuntimeImage,
  release: string,
  hashes: ImageHashes,
  { print, confirm }: ImageSources,
): Promise<void> {
  const { chip, origin, parts } = image;
  print(`no recorded SHA-256 fits ${origin}:`);
  for (const { file, bytes } of parts) print(`  ${sha256(bytes)}  ${file}`);
  if (hashes.knowsChip(chip)) {
    const difference = hashes.difference(image);
    const why =
      difference === undefined
        ? `${HASH_FILE} knows other images for the ${LAYOUTS[chip].name}, and not this one`
        : `this is not the recorded ${release}: ${difference}`;
    if (!(await confirm(`${why}. Write it all the same?`))) {
      throw new UserError(`${origin}: ${why}; nothing was written; --yes says that it may be written all the same`);
    }
  }
  print(
    hashes.record(image, release)
      ? `recorded in ${HASH_FILE}, which every image is held against from now on; commit that file`
      : `not recorded: ${HASH_FILE} goes on asking for the ${release} that it knows`,
  );
}

/** What is in the cache counts only where it is the recorded image. */
function fromCache(
  folder: string,
  chip: RuntimeChip,
  hashes: ImageHashes,
  print: (line: string) => void,
): RuntimeImage | undefined {
  if (!hashes.isKnown(RUNTIME_VERSION, chip)) return undefined;
  try {
    const image = assembleImage(chip, RUNTIME_VERSION, `Espruino ${RUNTIME_VERSION} (${folder})`, (file) =>
      readFileSync(path.join(folder, file)),
    );
    if (hashes.difference(image) === undefined) return image;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    if (!(error instanceof UserError)) throw error;
  }
  print(`${folder} is damaged: downloading it again`);
  return undefined;
}

async function fromWeb(
  folder: string,
  chip: RuntimeChip,
  hashes: ImageHashes,
  sources: ImageSources,
): Promise<RuntimeImage> {
  const { url = OFFICIAL_URL, print } = sources;
  const base = `${url}/${releaseFolder(RUNTIME_VERSION, chip)}`;
  print(`downloading Espruino ${RUNTIME_VERSION} for ${LAYOUTS[chip].name} from ${base}`);
  const files = new Map<string, Uint8Array>();
  try {
    for (const { file } of LAYOUTS[chip].parts) files.set(file, await download(`${base}/${file}`, sources));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `${error.message}; without network: fetch the three files of that folder elsewhere, and give their folder, named ` +
        `${releaseFolder(RUNTIME_VERSION, chip)}, as --runtime FOLDER`,
    );
  }
  const image = assembleImage(chip, RUNTIME_VERSION, `Espruino ${RUNTIME_VERSION} (${base})`, (file) =>
    files.get(file),
  );
  const difference = hashes.difference(image);
  if (difference !== undefined) throw new UserError(`${base}: ${difference}: ${hashes.cure}`);
  if (hashes.has(image)) hashes.record(image, RUNTIME_VERSION);
  else await takeUnknown(image, RUNTIME_VERSION, hashes, sources);
  mkdirSync(folder, { recursive: true });
  for (const [file, bytes] of files) writeFileSync(path.join(folder, file), bytes);
  return image;
}
