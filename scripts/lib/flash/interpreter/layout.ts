/**
 * The release of Espruino that is written to a chip, and that this firmware is tested with. Programs of tokens need 2v25.396, since
 * when the interpreter takes whole numbers as such.
 */
export const RUNTIME_VERSION = "2v29";

/** A chip that Espruino is written to. */
export type RuntimeChip = "esp32" | "esp32c3" | "esp32s3";

export interface PartPlace {
  role: "boot loader" | "partition table" | "interpreter";
  /** Its name in the release's folder. */
  file: string;
  /** Where it goes in flash. */
  offset: number;
}

export interface Layout {
  /** How esptool names the chip. */
  name: string;
  /** How an image names the chip in its header (esptool documentation, "Firmware Image Format"). */
  imageChipId: number;
  parts: readonly PartPlace[];
}

/**
 * What a release consists of, and where it goes. The names of the files: make/targets/ESP32.make and ESP32_IDF4.make of
 * espruino/Espruino; offsets: targets/esp32/README_flash.txt, README_flash_C3.txt and README_flash_S3.txt there, and the manifest that Espruino's
 * own web flasher uses, https://www.espruino.com/binaries/espruino_2v28_espressif_manifest.json.
 */
export const LAYOUTS: Readonly<Record<RuntimeChip, Layout>> = {
  esp32: {
    name: "ESP32",
    imageChipId: 0,
    parts: [
      { role: "boot loader", file: "bootloader.bin", offset: 0x1000 },
      { role: "partition table", file: "partitions_espruino.bin", offset: 0x8000 },
      { role: "interpreter", file: "espruino_esp32.bin", offset: 0x10000 },
    ],
  },
  esp32c3: {
    name: "ESP32-C3",
    imageChipId: 5,
    parts: [
      { role: "boot loader", file: "bootloader.bin", offset: 0x0 },
      { role: "partition table", file: "partition-table.bin", offset: 0x8000 },
      { role: "interpreter", file: "espruino-esp32c3.bin", offset: 0x10000 },
    ],
  },
  esp32s3: {
    name: "ESP32-S3",
    imageChipId: 9,
    parts: [
      { role: "boot loader", file: "bootloader.bin", offset: 0x0 },
      { role: "partition table", file: "partition-table.bin", offset: 0x8000 },
      { role: "interpreter", file: "espruino-esp32s3.bin", offset: 0x10000 },
    ],
  },
};

export const RUNTIME_CHIPS = Object.keys(LAYOUTS) as RuntimeChip[];

/** The folder of a release, on espruino.com/binaries as in its archive. */
export function releaseFolder(version: string, chip: RuntimeChip): string {
  return `espruino_${version}_${chip}`;
}

/**
 * Whether a release, as `process.version` names it, is older than the one this firmware is tested with: "2v25",
 * "2v28.120". What is no version counts as old.
 */
export function isTooOld(version: string): boolean {
  const [major, minor] = numbers(version);
  const [neededMajor, neededMinor] = numbers(RUNTIME_VERSION);
  return major < neededMajor || (major === neededMajor && minor < neededMinor);
}

/** Whether it was made after the release this firmware is tested with: "2v30", or "2v29.277", which is on the way there. */
export function isNewer(version: string): boolean {
  const [major, minor] = numbers(version);
  const [testedMajor, testedMinor] = numbers(RUNTIME_VERSION);
  return (
    major > testedMajor || (major === testedMajor && (minor > testedMinor || version.startsWith(`${RUNTIME_VERSION}.`)))
  );
}

function numbers(version: string): [major: number, minor: number] {
  const match = /^(\d+)v(\d+)/.exec(version);
  return match === null ? [0, 0] : [Number(match[1]), Number(match[2])];
}
