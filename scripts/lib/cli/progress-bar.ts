const WIDTH = 24;

/** `[##########              ]  42 %` */
export function progressBar(done: number, total: number): string {
  const share = total > 0 ? Math.min(done / total, 1) : 1;
  const bar = "#".repeat(Math.floor(share * WIDTH)).padEnd(WIDTH);
  return `[${bar}] ${String(Math.floor(share * 100)).padStart(3)} %`;
}

/** `[##########              ]  42 %  463 of 1102 kB  46 kB/s`: how far something is, and how fast. */
export function progressLine(doneBytes: number, totalBytes: number, elapsedMs: number): string {
  const rate = elapsedMs > 0 ? `  ${Math.round(doneBytes / elapsedMs)} kB/s` : "";
  const bytes = `${Math.round(doneBytes / 1000)} of ${Math.round(totalBytes / 1000)} kB`;
  return `${progressBar(doneBytes, totalBytes)}  ${bytes}${rate}`;
}
