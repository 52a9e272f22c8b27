/** CRC-8 as Sensirion's and ASAIR's parts make it, bit by bit: x⁸ + x⁵ + x⁴ + 1, from 0xff. */
export function sensirionCrc(bytes: readonly number[]): number {
  let register = 0xff;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      const feedback = ((register >> 7) ^ (byte >> bit)) & 1;
      register = ((register << 1) & 0xff) ^ (feedback === 1 ? 0b0011_0001 : 0);
    }
  }
  return register;
}

/** Words of 16 bits, each followed by its check; the fault of a disturbed line spoils so many checks. */
export function sensirionWords(words: readonly number[], line: { wrongChecks: number }): number[] {
  return words.flatMap((word) => {
    const bytes = [word >> 8, word & 255];
    const isWrong = line.wrongChecks > 0;
    if (isWrong) line.wrongChecks--;
    return [...bytes, sensirionCrc(bytes) ^ (isWrong ? 1 : 0)];
  });
}
