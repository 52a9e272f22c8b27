import { UserError } from "../../user-error";
import { proxyAdvice } from "./proxy";

/** How long a server may stay silent. */
const LONGEST_SILENCE_MS = 15_000;
/** The interpreter has under 2 MB. */
const LONGEST_BYTES = 8 * 1024 * 1024;

export interface DownloadOptions {
  longestSilenceMs?: number;
  onProgress?: (doneBytes: number, totalBytes: number | undefined) => void;
}

/**
 * A file from the web.
 * @throws UserError when it cannot be had, with the reason
 */
export async function download(url: string, options: DownloadOptions = {}): Promise<Uint8Array> {
  const { longestSilenceMs = LONGEST_SILENCE_MS, onProgress } = options;
  const abort = new AbortController();
  const startTimer = (): NodeJS.Timeout => setTimeout(() => abort.abort(), longestSilenceMs);
  let timer = startTimer();
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok || response.body === null) throw new UserError(`${url}: the server says ${response.status}`);
    const length = response.headers.get("content-length");
    const total = length === null ? undefined : Number(length);
    const pieces: Uint8Array[] = [];
    let done = 0;
    for await (const piece of response.body) {
      clearTimeout(timer);
      timer = startTimer();
      pieces.push(piece as Uint8Array);
      done += (piece as Uint8Array).length;
      if (done > LONGEST_BYTES) throw new UserError(`${url}: longer than any Espruino`);
      onProgress?.(done, total);
    }
    return Buffer.concat(pieces);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
    const reason = abort.signal.aborted
      ? `no answer within ${longestSilenceMs / 1000} s`
      : (cause?.code ?? cause?.message ?? message);
    throw new UserError(`${url}: cannot be downloaded (${reason})${proxyAdvice(process.env)}`);
  } finally {
    clearTimeout(timer);
    abort.abort();
  }
}
