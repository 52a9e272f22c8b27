const WIDTH = 24;

/** `[##########              ]  42 %  463 of 1102 kB  46 kB/s`: how far something is, and how fast. */
export function progressLine(doneBytes: number, totalBytes: number, elapsedMs: number): string {
  const share = totalBytes > 0 ? Math.min(doneBytes / totalBytes, 1) : 1;
  const bar = "#".repeat(Math.floor(share * WIDTH)).padEnd(WIDTH);
  const rate = elapsedMs > 0 ? `  ${Math.round(doneBytes / elapsedMs)} kB/s` : "";
  const percent = String(Math.floor(share * 100)).padStart(3);
  return `[${bar}] ${percent} %  ${Math.round(doneBytes / 1000)} of ${Math.round(totalBytes / 1000)} kB${rate}`;
}
