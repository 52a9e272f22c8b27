import type { Crypto } from "../engine";

/** Needs the modules "crypto" and "encoder", which are in no default build. */
const engineCrypto: Crypto = {
  // In one call only on the ESP8266.
  sha256: (bytes) => {
    const hasher = crypto.new_hash("SHA256");
    hasher.update(bytes);
    return hasher.finalize();
  },
  base64: (bytes) => encoder.toBase64(bytes),
};

export { engineCrypto as crypto };
