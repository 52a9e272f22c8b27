/** SHA-256 blocks are of 64 bytes (FIPS 180-4 §1), which is what HMAC pads its key to. */
const BLOCK_BYTES = 64;

/**
 * HMAC-SHA256 (RFC 2104) with one key. Made at boot: the padded keys are kept.
 * @param sha256 Byte string to byte string of 32 bytes.
 * @param key At most 64 bytes. RFC 2104 hashes a longer one first; the build refuses it.
 */
export function createHmac(sha256: (bytes: string) => string, key: string): (message: string) => string {
  let inner = "";
  let outer = "";
  for (let i = 0; i < BLOCK_BYTES; i++) {
    const byte = i < key.length ? key.charCodeAt(i) : 0;
    inner += String.fromCharCode(byte ^ 0x36);
    outer += String.fromCharCode(byte ^ 0x5c);
  }
  return (message) => sha256(outer + sha256(inner + message));
}

/** Whether two texts of the same length are equal, looking at each character of both: how long it takes tells nothing. */
export function isEqual(a: string, b: string): boolean {
  let difference = 0;
  for (let i = 0; i < a.length; i++) {
    difference = difference | (a.charCodeAt(i) ^ b.charCodeAt(i));
  }
  return difference === 0;
}
