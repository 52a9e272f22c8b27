import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import type { HostValue, LuaValue } from "../lua/vm";
import { LuaClass, LuaError, LuaObject } from "../lua/vm";
import { self, text } from "./arguments";

/** A hash in the making, to which bytes are given piece by piece. */
export const HASHER: LuaClass = new LuaClass("crypto.hash", {
  update: (value, bytes) => void self<Hash | Hmac>(value, HASHER).update(text(bytes, 2), "latin1"),
  finalize: (value) => self<Hash | Hmac>(value, HASHER).digest().toString("latin1"),
});

export class Hashers {
  readonly #algorithms: readonly string[];
  readonly #problem: (name: string) => string;
  /** What the module `crypto` of either branch has. */
  readonly module: { readonly [name: string]: HostValue } = {
    new_hash: (name) => new LuaObject(HASHER, this.hash(name)),
    new_hmac: (name, key) => new LuaObject(HASHER, this.hmac(name, key, 2)),
  };

  /** @param problem What is said of an algorithm that is not there. */
  constructor(algorithms: readonly string[], problem: (name: string) => string) {
    this.#algorithms = algorithms;
    this.#problem = problem;
  }

  hash(name: LuaValue): Hash {
    return createHash(this.#named(name));
  }

  hmac(name: LuaValue, key: LuaValue, at: number): Hmac {
    return createHmac(this.#named(name), Buffer.from(text(key, at), "latin1"));
  }

  #named(value: LuaValue): string {
    const name = text(value, 1);
    if (!this.#algorithms.includes(name.toUpperCase())) throw new LuaError(this.#problem(name));
    return name.toLowerCase();
  }
}
