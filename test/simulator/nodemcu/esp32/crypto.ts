import { createHash, createHmac } from "node:crypto";
import type { HostValue } from "../../lua/vm";
import { badArgument, text } from "../arguments";

const ALGORITHMS = ["MD5", "SHA1", "SHA256", "SHA384", "SHA512"];

function algorithm(name: string): string {
  if (!ALGORITHMS.includes(name.toUpperCase())) throw badArgument(1, "unknown hash algorithm");
  return name.toLowerCase();
}

/** The module `crypto`, hashes only. */
export const crypto: { readonly [name: string]: HostValue } = {
  hash: (name, bytes) =>
    createHash(algorithm(text(name, 1)))
      .update(text(bytes, 2), "latin1")
      .digest()
      .toString("latin1"),
  hmac: (name, bytes, key) =>
    createHmac(algorithm(text(name, 1)), Buffer.from(text(key, 3), "latin1"))
      .update(text(bytes, 2), "latin1")
      .digest()
      .toString("latin1"),
};
