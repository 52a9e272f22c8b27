import type { LuaTable, LuaValue } from "../lua/vm";
import { LuaError, LuaFunction, LuaObject, type LuaClass } from "../lua/vm";

/** Lua's own words for an argument that will not do. */
export function badArgument(at: number, problem: string): LuaError {
  return new LuaError(`bad argument #${at} (${problem})`);
}

export function typeName(value: LuaValue): string {
  if (value === undefined) return "nil";
  if (value instanceof LuaFunction) return "function";
  if (value instanceof LuaObject) return "userdata";
  return typeof value === "object" ? "table" : typeof value;
}

/** As luaL_checkinteger: whole numbers, and texts of them. */
export function integer(value: LuaValue, at: number): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || Number.isNaN(number)) {
    throw badArgument(at, `number expected, got ${typeName(value)}`);
  }
  if (!Number.isInteger(number)) throw badArgument(at, "number has no integer representation");
  return number;
}

export function optionalInteger(value: LuaValue, at: number, otherwise: number): number {
  return value === undefined ? otherwise : integer(value, at);
}

/** As luaL_checklstring: numbers are texts too. */
export function text(value: LuaValue, at: number): string {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") throw badArgument(at, `string expected, got ${typeName(value)}`);
  return value;
}

export function callback(value: LuaValue, at: number): LuaFunction {
  if (!(value instanceof LuaFunction)) throw badArgument(at, `function expected, got ${typeName(value)}`);
  return value;
}

export function table(value: LuaValue, at: number): LuaTable {
  if (!(value instanceof Map)) throw badArgument(at, `table expected, got ${typeName(value)}`);
  return value as LuaTable;
}

/** The host's side of an object of a kind. */
export function self<T>(value: LuaValue, kind: LuaClass): T {
  if (!(value instanceof LuaObject) || value.kind !== kind) {
    throw badArgument(1, `${kind.name} expected, got ${typeName(value)}`);
  }
  return value.target as T;
}

/** A place for a callback: what it held is let go when it gets another. */
export class Slot {
  #held: LuaFunction | undefined;

  get held(): LuaFunction | undefined {
    return this.#held;
  }

  set(next: LuaFunction | undefined): void {
    this.#held?.release();
    this.#held = next;
  }
}
