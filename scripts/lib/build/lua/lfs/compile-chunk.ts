import { UserError } from "../../../user-error";
import { instantiate, type LuaWasm } from "../../../packages/puc-lua";
import type { Prototype } from "./prototype";
import { readDump } from "./read-dump";

/**
 * Compiles a chunk with PUC-Rio's Lua 5.1, whose instructions are NodeMCU's.
 * @param source A byte string.
 * @param chunkName As errors on the chip show it.
 * @throws UserError in Lua's words where it does not compile
 */
export function compileChunk(source: string, chunkName: string): Prototype {
  const lua = instantiate("5.1");
  const state = lua._luaL_newstate();
  lua._luaL_openlibs(state);
  const name = store(lua, `@${chunkName}\0`);
  // Calls string.dump with the chunk; a text has no way to be pushed but as a C string.
  let status = lua._luaL_loadstring(state, store(lua, "return string.dump(...)\0"));
  if (status === 0) status = lua._luaL_loadbuffer(state, store(lua, source), source.length, name);
  if (status === 0) status = lua._lua_pcall(state, 1, 1, 0);
  const result = topString(lua, state);
  if (status !== 0) throw new UserError(`The program cannot be compiled for Lua 5.1: ${result}`);
  return readDump(result);
}

function store(lua: LuaWasm, bytes: string): number {
  const address = lua._malloc(Math.max(bytes.length, 1));
  Buffer.from(lua.HEAPU8.buffer).write(bytes, address, "latin1");
  return address;
}

function topString(lua: LuaWasm, state: number): string {
  const lengthAt = lua._malloc(4);
  const address = lua._lua_tolstring(state, -1, lengthAt);
  return Buffer.from(lua.HEAPU8.buffer, address, lua.HEAPU32[lengthAt >> 2]).toString("latin1");
}
