import { FlashFiles, PAGE_BYTES, PowerLost } from "../console/flash-files";
import type { Callbacks } from "./callbacks";
import type { Intrinsics } from "./realm";
import { stringify } from "./text";

const NAME_LENGTH = 28;
/** Partition `storage` of the builds for all chips. */
const STORAGE_AT = 0x320000;

/** The module `Storage`: files in flash memory, which outlive a reboot. */
export class Storage {
  readonly flash = new FlashFiles();
  /** Whether the power was lost in the middle of a write: nothing runs any more. */
  isPowerLost = false;

  get files(): Map<string, string> {
    return this.flash.files;
  }

  /** Loses power in place of the erasure or write that comes after so many more. @param torn as of `FlashFiles` */
  losePowerAfter(steps: number, torn = 0): void {
    this.flash.loseAtStep = this.flash.steps + steps + 1;
    this.flash.torn = torn;
  }

  module(callbacks: Callbacks, intrinsics: Intrinsics): Record<string, unknown> {
    const { flash, files } = this;
    const nameOf = (name: unknown): string => String(name).slice(0, NAME_LENGTH);
    const lasting = <T>(change: () => T): T => this.#lasting(callbacks, intrinsics, change);
    const write = (name: unknown, data: unknown, offset?: unknown, size?: unknown): boolean => {
      const isText = typeof data === "string";
      const text = isText ? data : (stringify(data) ?? "");
      return lasting(() => flash.write(nameOf(name), text, Number(offset ?? 0), Number(size ?? 0)));
    };
    const functions: Record<string, (...args: never[]) => unknown> = {
      read: (name: unknown, offset?: unknown, length?: unknown) =>
        flash.read(nameOf(name), Number(offset ?? 0), Number(length ?? 0)),
      write,
      writeJSON: (name: unknown, data: unknown) => write(name, stringify(data)),
      readJSON: (name: unknown) => {
        const text = files.get(nameOf(name));
        return text === undefined ? undefined : JSON.parse(text);
      },
      erase: (name: unknown) => lasting(() => flash.erase(nameOf(name))),
      eraseAll: () => lasting(() => flash.eraseAll()),
      list: () => intrinsics.newArray([...files.keys()].sort()),
      getFree: () => flash.freeBytes,
      compact: () => lasting(() => flash.compact()),
    };
    return moduleOf(functions, callbacks, intrinsics);
  }

  /** The module `Flash`: the same memory by its addresses. What is no file's is not modelled. */
  flashModule(callbacks: Callbacks, intrinsics: Intrinsics): Record<string, unknown> {
    const { flash } = this;
    const lasting = <T>(change: () => T): T => this.#lasting(callbacks, intrinsics, change);
    const placeOf = (address: unknown): number => Number(address) - STORAGE_AT;
    const functions: Record<string, (...args: never[]) => unknown> = {
      getPage: (address: unknown) => {
        const addr = Number(address) - (Number(address) % PAGE_BYTES);
        return Object.assign(intrinsics.newObject(), { addr, length: PAGE_BYTES });
      },
      read: (length: unknown, address: unknown) =>
        new intrinsics.Uint8Array(Buffer.from(flash.readFlash(placeOf(address), Number(length)), "latin1")),
      erasePage: (address: unknown) => lasting(() => flash.erasePage(placeOf(address))),
      write: (bytes: unknown, address: unknown) => lasting(() => flash.writeFlash(placeOf(address), String(bytes))),
    };
    return moduleOf(functions, callbacks, intrinsics);
  }

  #lasting<T>(callbacks: Callbacks, intrinsics: Intrinsics, change: () => T): T {
    try {
      return change();
    } catch (error) {
      if (error instanceof PowerLost) {
        this.isPowerLost = true;
        this.flash.loseAtStep = Infinity;
        callbacks.die();
      }
      throw new intrinsics.Error((error as Error).message);
    }
  }
}

function moduleOf(
  functions: Record<string, (...args: never[]) => unknown>,
  callbacks: Callbacks,
  intrinsics: Intrinsics,
): Record<string, unknown> {
  const module = intrinsics.newObject();
  for (const name in functions) module[name] = callbacks.native(functions[name]);
  return module;
}
