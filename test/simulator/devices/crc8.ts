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
