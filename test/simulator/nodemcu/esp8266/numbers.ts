import type { LuaValue } from "../../lua/vm";
import { LuaError } from "../../lua/vm";
import { badArgument, typeName } from "../arguments";

/** As luaL_checkinteger of Lua 5.1: what is behind the point is cut off, and beyond 32 bits it wraps. */
export function integer(value: LuaValue, at: number): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || Number.isNaN(number)) {
    throw badArgument(at, `number expected, got ${value === undefined ? "no value" : typeName(value)}`);
  }
  return Math.trunc(number) | 0;
}

/** As MOD_CHECK_ID. */
export function checkId(module: string, id: number, from: number, below: number): number {
  if (id < from || id >= below) throw new LuaError(`${module} ${id >>> 0} does not exist`);
  return id;
}
