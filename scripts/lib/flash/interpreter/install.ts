import { UserError } from "../../user-error";
import { BootLoader, ROM_BAUD_RATE, type ConnectedChip, type Progress } from "./boot-loader";
import type { ChipLine } from "./chip-line";
import { checkFits, type ImagePart, type RuntimeImage } from "./image";
import { forFlashOf } from "./image-format";
import { LAYOUTS, type RuntimeChip } from "./layout";
import { LineEndedError } from "./line-transport";

/** What USB converters manage well. */
const FAST_BAUD_RATE = 460_800;

export interface InstallOptions {
  /** The chip that the board file names. */
  chip: RuntimeChip;
  /** Whether an (old) Espruino answered on the line: its Storage is kept, and nobody is asked. */
  isEspruino: boolean;
  /** Finds the image, once it is known that it is wanted. */
  findImage: (chip: RuntimeChip) => Promise<RuntimeImage>;
  /** Whether what is on the chip may be erased. */
  confirm: (question: string) => Promise<boolean>;
  /** Says what happens, a line at a time. */
  print: (line: string) => void;
  onProgress: Progress;
}

/**
 * Writes Espruino to a chip: identifies it, asks before something else is erased, checks the image, writes and verifies. A
 * noisy line is tried again, slower. The chip is reset afterwards.
 * @returns the chip
 * @throws UserError for what a person can put right; after one that comes while writing the chip runs nothing, and the same
 * command goes on from there
 */
export async function installRuntime(line: ChipLine, options: InstallOptions): Promise<ConnectedChip> {
  try {
    return await install(line, options);
  } catch (error) {
    if (!(error instanceof LineEndedError)) throw error;
    throw new UserError(`${error.message}: plug the board in again and repeat the command; it starts over`);
  }
}

async function install(line: ChipLine, options: InstallOptions): Promise<ConnectedChip> {
  // A serial server's rate is set at its own end, and the chip's own USB has none.
  const hasRate = !line.name.startsWith("tcp:") && line.isChipsUsb !== true;
  const rates = [hasRate ? FAST_BAUD_RATE : ROM_BAUD_RATE, ROM_BAUD_RATE, ROM_BAUD_RATE];
  let parts: readonly ImagePart[] | undefined;
  for (let attempt = 0; ; attempt++) {
    let loader: BootLoader | undefined;
    try {
      loader = await BootLoader.connect(line, rates[attempt]);
      parts ??= await prepare(loader, options);
      await loader.write(parts, options.onProgress);
      await loader.leave();
      return loader.connected;
    } catch (error) {
      // Not to hide the failure behind another one.
      await loader?.leave().catch(() => {});
      if (error instanceof UserError || error instanceof LineEndedError) throw error;
      const reason = (error as Error).message;
      if (attempt + 1 === rates.length) {
        throw new UserError(
          `${line.name}: the chip cannot be written (${reason}): take a shorter cable, another USB socket, no hub; or another board`,
        );
      }
      options.print(`writing failed (${reason}): trying again at ${rates[attempt + 1]} baud`);
    }
  }
}

/** Everything that is decided before a byte is written. @returns what is to be written */
async function prepare(loader: BootLoader, options: InstallOptions): Promise<readonly ImagePart[]> {
  const { chip, description, mac, flashBytes } = loader.connected;
  options.print(`${description}, MAC address ${mac}, ${flashBytes / (1024 * 1024)} MB of flash`);
  if (chip !== options.chip) {
    throw new UserError(
      `the board file names the chip "${options.chip}", and this is an ${LAYOUTS[chip].name}: another board, or another port?`,
    );
  }
  const isBlank = await loader.isBlank();
  const isOther = !isBlank && !options.isEspruino;
  if (isOther) {
    const question = `no Espruino answers on this ${LAYOUTS[chip].name}, but something is on it: erase all of it?`;
    if (!(await options.confirm(question))) {
      throw new UserError("nothing was written; --yes says that it may be erased");
    }
  }
  const image = await options.findImage(chip);
  checkFits(image, flashBytes);
  if (isOther) {
    options.print("erasing the flash memory (up to two minutes)");
    await loader.eraseAll();
  }
  options.print(`writing ${image.origin}`);
  return image.parts.map((part) =>
    part.role === "boot loader" ? { ...part, bytes: forFlashOf(part.bytes, flashBytes) } : part,
  );
}
