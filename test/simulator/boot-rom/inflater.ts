import { constants, inflateSync } from "node:zlib";

/** What the loaders keep of inflated data before they write it. miniz, TINFL_LZ_DICT_SIZE */
const WINDOW_BYTES = 32_768;

/** A block that does not go on with the zlib stream. */
export class InflateError extends Error {
  override readonly name = "InflateError";
}

/** Inflates a stream as its blocks come in. It gives whole windows, and the rest when the stream has ended. */
export class Inflater {
  #input: Uint8Array = new Uint8Array(0);
  #given = 0;

  /** @throws InflateError */
  push(block: Uint8Array): Uint8Array {
    this.#input = Buffer.concat([this.#input, block]);
    const { output, hasEnded } = this.#inflate();
    const end = hasEnded ? output.length : output.length - (output.length % WINDOW_BYTES);
    const bytes = output.subarray(this.#given, end);
    this.#given = end;
    return bytes;
  }

  #inflate(): { output: Uint8Array; hasEnded: boolean } {
    try {
      return { output: inflateSync(this.#input), hasEnded: true };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "Z_BUF_ERROR") throw new InflateError(String(error));
      return { output: inflateSync(this.#input, { finishFlush: constants.Z_SYNC_FLUSH }), hasEnded: false };
    }
  }
}
