import type { Crypto } from "../engine";

/** Needs the modules "crypto" and "encoder", which are in no default build. */
const engineCrypto: Crypto = {
  sha256: (bytes) => crypto.hash("SHA256", bytes),
  base64: (bytes) => encoder.toBase64(bytes),
};

export { engineCrypto as crypto };
