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

export interface ImageSources extends DownloadOptions {
  /** A release's .tgz or folder, as `--runtime` names it, instead of the release. */
  file?: string;
  /** The project's folder: it holds the cache (.cache, ignored by git) and the hashes (.config, committed). */
  root: string;
  /** Says what happens, a line at a time. */
  print: (line: string) => void;
  url?: string;
}

/**
 * The image for a chip: the file that was named, the one in the cache, or the official download. It is checked against the
 * SHA-256 recorded for its version and chip.
 * @throws UserError when it cannot be had, or is not the recorded one
 */
export async function findRuntimeImage(chip: RuntimeChip, sources: ImageSources): Promise<RuntimeImage> {
  const hashes = new ImageHashes(path.join(sources.root, ".config/runtime-images.json"));
  if (sources.file !== undefined) return fromFile(sources.file, chip, hashes, sources.print);
  const folder = path.join(sources.root, ".cache/runtime", releaseFolder(RUNTIME_VERSION, chip));
  return fromCache(folder, chip, hashes, sources.print) ?? (await fromWeb(folder, chip, hashes, sources));
}

function fromFile(file: string, chip: RuntimeChip, hashes: ImageHashes, print: (line: string) => void): RuntimeImage {
  const image = readRuntimeFile(file, chip);
  const problem = hashes.problem(image);
  if (problem !== undefined) throw new UserError(`${file}: ${problem}: ${hashes.cure}`);
  if (image.version === undefined || !hashes.isKnown(image.version, chip)) {
    print(`no SHA-256 is recorded for ${file}; taken as it is:`);
    for (const part of image.parts) print(`  ${sha256(part.bytes)}  ${part.file}`);
  }
  return image;
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
    if (hashes.problem(image) === undefined) return image;
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
  const problem = hashes.problem(image);
  if (problem !== undefined) throw new UserError(`${base}: ${problem}: ${hashes.cure}`);
  if (!hashes.isKnown(RUNTIME_VERSION, chip)) {
    hashes.record(image);
    print("its SHA-256 is recorded in .config/runtime-images.json and enforced from now on; commit that file");
  }
  mkdirSync(folder, { recursive: true });
  for (const [file, bytes] of files) writeFileSync(path.join(folder, file), bytes);
  return image;
}
