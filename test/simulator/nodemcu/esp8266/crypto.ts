import type { HostValue } from "../../lua/vm";
import { LuaError } from "../../lua/vm";
import { text } from "../arguments";
import { Hashers } from "../hashers";

/** Those of a build with SHA2_ENABLE, which is the default; MD2, which nobody needs, is left out. */
const hashers = new Hashers(["MD5", "SHA1", "SHA256", "SHA384", "SHA512"], () => "unknown hash mech");

/** The module `crypto` of branch release, without its ciphers. */
export const crypto: { readonly [name: string]: HostValue } = {
  ...hashers.module,
  sha1: (bytes) => hashers.hash("SHA1").update(text(bytes, 1), "latin1").digest().toString("latin1"),
  hash: (name, bytes) => hashers.hash(name).update(text(bytes, 2), "latin1").digest().toString("latin1"),
  hmac: (name, bytes, key) => hashers.hmac(name, key, 3).update(text(bytes, 2), "latin1").digest().toString("latin1"),
  mask: (bytes, mask) => {
    const [message, pattern] = [bytes, mask].map((each, i) => Buffer.from(text(each, i + 1), "latin1"));
    if (pattern.length === 0) throw new LuaError("invalid argument: mask");
    return Buffer.from(message.map((byte, i) => byte ^ pattern[i % pattern.length])).toString("latin1");
  },
};
