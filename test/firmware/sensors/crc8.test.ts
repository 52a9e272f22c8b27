import assert from "node:assert/strict";
import { crc8Maxim } from "../../../firmware/sensors/crc8";
import { Random, seed } from "../../random";

/** A shift register, bit by bit. */
function byBits(bytes: Iterable<number>): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0x8c : crc >> 1;
  }
  return crc;
}

describe("the CRC-8 of 1-wire", () => {
  it("fits the ROM code of Maxim's application note 27 (example calculation: 02 1C B8 01 00 00 00, check A2)", () => {
    assert.equal(crc8Maxim(Uint8Array.of(0x02, 0x1c, 0xb8, 0x01, 0, 0, 0), 7), 0xa2);
    assert.equal(crc8Maxim(Uint8Array.of(0x02, 0x1c, 0xb8, 0x01, 0, 0, 0, 0xa2), 8), 0);
  });

  it("is that of a shift register, for every byte and for 500 random sequences", () => {
    for (let byte = 0; byte < 256; byte++) assert.equal(crc8Maxim(Uint8Array.of(byte), 1), byBits([byte]));
    const random = new Random(seed());
    for (let i = 0; i < 500; i++) {
      const bytes = Uint8Array.from({ length: 9 }, () => random.below(256));
      assert.equal(crc8Maxim(bytes, bytes.length), byBits(bytes), `${bytes.join()}, seed ${seed()}`);
    }
  });
});
