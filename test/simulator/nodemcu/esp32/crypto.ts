import type { HostValue } from "../../lua/vm";
import { Hashers } from "../hashers";

const ALGORITHMS = ["MD5", "RIPEMD160", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512"];

/** The module `crypto` of branch dev-esp32: hashes piece by piece, and nothing else (components/modules/crypto.c). */
export const crypto: { readonly [name: string]: HostValue } = new Hashers(
  ALGORITHMS,
  (name) => `Unsupported algorithm: ${name}`,
).module;
