import type { Crypto } from "../engine";

export const crypto: Crypto = {
  // Looked up at each call: a build without the module throws here, and not while the node starts.
  sha256: (bytes) => E.toString(require("crypto").SHA256(bytes)),
  base64: (bytes) => btoa(bytes),
};
