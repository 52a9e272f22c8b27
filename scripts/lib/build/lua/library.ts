import { UserError } from "../../user-error";
import type { LuaVersion } from "../../packages/puc-lua";

/** What NodeMCU's Lua 5.1 has of its library `math` (app/lua/lmathlib.c of branch release). */
export const MATH: readonly string[] = [
  "abs",
  "ceil",
  "floor",
  "max",
  "min",
  "pow",
  "random",
  "randomseed",
  "sqrt",
  "pi",
  "huge",
];

/** Sees that a program calls nothing that its Lua leaves out on the chip, where it would fail only when it comes to it. */
export function checkLibrary(code: string, version: LuaVersion): void {
  if (version === "5.3") return;
  const missing = [...code.matchAll(/\bmath\.(\w+)/g)].map(([, name]) => name).filter((name) => !MATH.includes(name));
  if (missing.length > 0) {
    throw new UserError(`NodeMCU's Lua 5.1 has no ${[...new Set(missing)].map((name) => `math.${name}`).join(", ")}`);
  }
}
