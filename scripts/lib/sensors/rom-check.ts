/** CRC-8 of Maxim's application note 27 over the 16 digits of a ROM code: 0 where the last two fit the others. */
export function romCheck(digits: string): number {
  let crc = 0;
  for (const byte of Buffer.from(digits, "hex")) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0x8c : crc >> 1;
  }
  return crc;
}
