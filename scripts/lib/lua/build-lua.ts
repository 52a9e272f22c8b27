import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Build, ProgramToBuild } from "../bundle";
import type { Platform } from "../engine-files";
import { withHash } from "../program-version";
import type { Part } from "../weigh";
import { compileLua, type LuaVersion } from "./compile-lua";
import { INIT } from "./init";

/** What NodeMCU's default build for a chip runs. */
const LUA_VERSIONS: Readonly<Record<Platform["chip"], LuaVersion>> = { esp32: "5.3" };

/** Builds a program for NodeMCU: init.lua and mote.lua in `outDir`. @throws UserError as `compileLua` */
export async function buildLua({ source, platform, root, outDir }: ProgramToBuild): Promise<Build> {
  const { code, map } = compileLua(source, root, outDir, LUA_VERSIONS[platform.chip], platform.chip);
  const bundlePath = join(outDir, "init.lua");
  const programPath = join(outDir, "mote.lua");
  const mapPath = join(outDir, "mote.lua.map");
  const program = withHash(withoutIndentation(code), []);
  writeFileSync(bundlePath, INIT, "latin1");
  writeFileSync(programPath, program, "latin1");
  writeFileSync(mapPath, map);
  return {
    bundlePath,
    filePaths: [bundlePath, programPath],
    mapPath,
    bytes: program.length,
    parts: weighModules(program),
  };
}

/** Lines keep their numbers, by which errors are told; no string of the compiler's spans lines. */
function withoutIndentation(code: string): string {
  return code.replace(/^[ \t]+/gm, "");
}

/** What each part of the firmware takes of the program, by the heads of its modules. */
function weighModules(program: string): Part[] {
  const bytes = new Map<string, number>();
  for (const piece of program.split(/^(?=\["[^"]+"\] = function)/m)) {
    const [, name = ""] = /^\["([^"]+)"\]/.exec(piece) ?? [];
    const [, firmwarePart] = /firmware\.([^.]+)/.exec(name) ?? [];
    const part = firmwarePart ?? (name === "lualib_bundle" ? "library" : name === "" ? "other" : "board");
    bytes.set(part, (bytes.get(part) ?? 0) + piece.length);
  }
  return [...bytes].map(([name, count]) => ({ name, bytes: count })).sort((a, b) => b.bytes - a.bytes);
}
