import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import type { HostValue, LuaValue } from "../../lua/vm";
import { LuaClass, LuaError, LuaObject } from "../../lua/vm";
import { self, text } from "../arguments";

/** Those of a build with SHA2_ENABLE, which is the default; MD2, which nobody needs, is left out. */
const ALGORITHMS = ["MD5", "SHA1", "SHA256", "SHA384", "SHA512"];

function algorithm(value: LuaValue): string {
  const name = text(value, 1).toUpperCase();
  if (!ALGORITHMS.includes(name)) throw new LuaError("unknown hash mech");
  return name.toLowerCase();
}

const key = (value: LuaValue, at: number): Buffer => Buffer.from(text(value, at), "latin1");

const hasher: LuaClass = new LuaClass("crypto.hash", {
  update: (value, bytes) => void self<Hash | Hmac>(value, hasher).update(text(bytes, 2), "latin1"),
  finalize: (value) => self<Hash | Hmac>(value, hasher).digest().toString("latin1"),
});

/** The module `crypto` of branch release, without its ciphers. */
export const crypto: { readonly [name: string]: HostValue } = {
  sha1: (bytes) => createHash("sha1").update(text(bytes, 1), "latin1").digest().toString("latin1"),
  hash: (name, bytes) => createHash(algorithm(name)).update(text(bytes, 2), "latin1").digest().toString("latin1"),
  hmac: (name, bytes, secret) =>
    createHmac(algorithm(name), key(secret, 3)).update(text(bytes, 2), "latin1").digest().toString("latin1"),
  new_hash: (name) => new LuaObject(hasher, createHash(algorithm(name))),
  new_hmac: (name, secret) => new LuaObject(hasher, createHmac(algorithm(name), key(secret, 2))),
  mask: (bytes, mask) => {
    const [message, pattern] = [key(bytes, 1), key(mask, 2)];
    if (pattern.length === 0) throw new LuaError("invalid argument: mask");
    return Buffer.from(message.map((byte, i) => byte ^ pattern[i % pattern.length])).toString("latin1");
  },
};
