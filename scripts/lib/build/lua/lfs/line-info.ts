/** Runs of instructions on one line are told in one byte up to this. */
const LONGEST_RUN = 126;

/**
 * The lines of a function's instructions as NodeMCU's Lua 5.1 keeps them: for each run of instructions on a line a byte with
 * their number, before it how far the line is from the one after the last, where it is not that. A distance starts with a byte of
 * bit 7, the sign in bit 6 and its lowest 6 bits, one less than it is; further bytes with bit 7 have 7 more bits each. No byte is 0,
 * so the text that results can end in one.
 */
export function packLines(lines: readonly number[]): string {
  const packed: number[] = [];
  let line = 0;
  for (let from = 0; from < lines.length;) {
    let to = from + 1;
    while (to < lines.length && lines[to] === lines[from] && to - from < LONGEST_RUN) to++;
    const distance = lines[from] - line - 1;
    if (distance !== 0) {
      let rest = Math.abs(distance) - 1;
      packed.push(0x80 | (distance < 0 ? 0x40 : 0) | (rest & 0x3f));
      for (rest >>= 6; rest > 0; rest >>= 7) packed.push(0x80 | (rest & 0x7f));
    }
    packed.push(to - from);
    line = lines[from];
    from = to;
  }
  return String.fromCharCode(...packed);
}
