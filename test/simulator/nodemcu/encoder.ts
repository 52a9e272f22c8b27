import type { HostValue, LuaValue } from "../lua/vm";
import { LuaError } from "../lua/vm";
import { text } from "./arguments";

const bytes = (value: LuaValue): Buffer => Buffer.from(text(value, 1), "latin1");

/** The module `encoder`, the same on both branches. */
export const encoder: { readonly [name: string]: HostValue } = {
  toBase64: (value) => bytes(value).toString("base64"),
  fromBase64: (value) => {
    const encoded = text(value, 1);
    if (!/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(encoded)) {
      throw new LuaError("Invalid base64 string");
    }
    return Buffer.from(encoded, "base64").toString("latin1");
  },
  toHex: (value) => bytes(value).toString("hex"),
  fromHex: (value) => {
    const digits = text(value, 1);
    if (!/^([0-9a-fA-F]{2})*$/.test(digits)) throw new LuaError("Invalid hex string");
    return Buffer.from(digits, "hex").toString("latin1");
  },
};
