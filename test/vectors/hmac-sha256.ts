/** Byte strings throughout; hashes in hexadecimal. */

const bytes = (hex: string): string => Buffer.from(hex, "hex").toString("latin1");

/** HMAC-SHA256 of RFC 4231 §4, but for cases 6 and 7: their keys of 131 bytes are refused at build time. */
export const HMAC_VECTORS = [
  {
    name: "RFC 4231 §4.2, test case 1",
    key: "\x0b".repeat(20),
    data: "Hi There",
    mac: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
  },
  {
    name: "RFC 4231 §4.3, test case 2, with a key shorter than the hash",
    key: "Jefe",
    data: "what do ya want for nothing?",
    mac: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  },
  {
    name: "RFC 4231 §4.4, test case 3, with more data than a block",
    key: "\xaa".repeat(20),
    data: "\xdd".repeat(50),
    mac: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
  },
  {
    name: "RFC 4231 §4.5, test case 4",
    key: bytes("0102030405060708090a0b0c0d0e0f10111213141516171819"),
    data: "\xcd".repeat(50),
    mac: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
  },
  {
    name: "RFC 4231 §4.6, test case 5, cut off",
    key: "\x0c".repeat(20),
    data: "Test With Truncation",
    mac: "a3b6167473100ee06e0c796c2955552b",
  },
];

/** SHA-256: the examples of FIPS 180-2 appendix B, and of RFC 6234 §8.5. */
export const SHA256_VECTORS = [
  {
    name: "FIPS 180-2 B.1, one block",
    data: "abc",
    hash: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  },
  {
    name: "FIPS 180-2 B.2, two blocks",
    data: "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    hash: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  },
  {
    name: "RFC 6234 §8.5, TEST4_1 ten times",
    data: "01234567".repeat(8).repeat(10),
    hash: "594847328451bdfa85056225462cc1d867d877fb388df0ce35f25ab5562bfbb5",
  },
  {
    name: "RFC 6234 §8.5, TEST8_256, one block of bytes",
    data: bytes("e3d72570dcdd787ce3887ab2cd684652"),
    hash: "175ee69b02ba9b58e2b0a5fd13819cea573f3940a94f825128cf4209beabb4e8",
  },
];
