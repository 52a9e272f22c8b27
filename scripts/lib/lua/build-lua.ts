import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Build } from "../bundle";
import { withHash } from "../program-version";
import type { Part } from "../weigh";
import { compileLua, type LuaVersion } from "./compile-lua";

/** What NodeMCU runs at boot. Until it runs the program, its console can keep it from that: an error in it would come at each boot. */
const INIT = `-- Made by "npm run build"; changes here are lost.
local timer = tmr.create()
function stop()
  timer:unregister()
  print("mote: stopped; dofile(\\"mote.lua\\") starts it")
end
timer:alarm(1000, tmr.ALARM_SINGLE, function()
  stop = nil
  local hasImage, program = pcall(function() return node.LFS.get("mote") end)
  if not hasImage or program == nil then program = assert(loadfile("mote.lua")) end
  program()
end)
print("mote: starts in a second; stop() keeps it from that")
`;

/** Builds a program for NodeMCU: init.lua and mote.lua in `outDir`. @throws UserError as `compileLua` */
export function buildLua(
  source: (firmware: string) => string,
  root: string,
  outDir: string,
  version: LuaVersion,
): Build {
  const { code, map } = compileLua(source, root, outDir, version);
  const bundlePath = join(outDir, "init.lua");
  const mapPath = join(outDir, "mote.lua.map");
  const program = withHash(withoutIndentation(code), []);
  writeFileSync(bundlePath, INIT, "latin1");
  writeFileSync(join(outDir, "mote.lua"), program, "latin1");
  writeFileSync(mapPath, map);
  return { bundlePath, mapPath, bytes: program.length, parts: weighModules(program) };
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
