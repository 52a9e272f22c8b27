import type { Built, ProgramToBuild } from "../types";
import type { Platform } from "../../platforms/engine-files";
import { modulesOf } from "./modules";
import { withHash } from "../../program/version";
import type { Part } from "../weigh";
import { UserError } from "../../user-error";
import { compileLua, type LuaVersion } from "./compile-lua";
import { CONNECTION_BYTES, HEAP_BYTES, heapBytes, HISTORY_BYTES } from "./heap";
import { init } from "./init";
import { lfsImage } from "./lfs/image";
import { proposedPartitionBytes } from "./lfs/partition";
import { lfsInit } from "./lfs-init";

/** What NodeMCU's default build for a chip runs. */
const LUA_VERSIONS: Readonly<Record<Platform["chip"], LuaVersion>> = {
  esp32: "5.3",
  esp32c3: "5.3",
  esp32s3: "5.3",
  esp8266: "5.1",
};

/**
 * Builds a program for NodeMCU: mote.lua, the init.lua that starts it and, for Lua 5.1, mote.img.
 * @throws UserError as `compileLua` and `lfsImage`, and where the chip has not enough memory for it
 */
export async function buildLua({ source, platform, root, own }: ProgramToBuild): Promise<Built> {
  const version = LUA_VERSIONS[platform.chip];
  const { code, map } = compileLua(source, root, version, platform.chip, own);
  const program = withHash(withoutIndentation(code), []);
  const loaded = version === "5.1" ? loadFromFlash(program) : loadFromFile(program);
  return {
    ...loaded,
    map: { name: "mote.lua.map", text: map },
    bytes: program.length,
    parts: weighModules(program),
  };
}

function sleeps(program: string): boolean {
  return program.includes("node.dsleep(");
}

/** Whether it keeps readings asleep, to tell them later. */
function keepsHistory(program: string): boolean {
  return program.includes('["firmware.app.sleep.history"]');
}

type Loaded = Pick<Built, "files" | "chipFiles" | "needs" | "heapBytes">;

/** Whether a program takes updates over the air: it asks its loader then where it came from. */
function takesUpdates(program: string): boolean {
  return program.includes("mote_slot");
}

function loadFromFile(program: string): Loaded {
  const loader = init(takesUpdates(program), sleeps(program));
  return {
    files: { "init.lua": loader, "mote.lua": program },
    chipFiles: ["init.lua", "mote.lua"],
    needs: { modules: modulesOf(loader + program) },
  };
}

/** The ESP8266, which runs Lua 5.1, has no room in its heap for the program: it runs it where it lies in flash. */
export function loadFromFlash(program: string): Loaded {
  const kept = heapBytes(program);
  const connectionBytes = CONNECTION_BYTES + (keepsHistory(program) ? HISTORY_BYTES : 0);
  if (kept !== undefined && kept + connectionBytes > HEAP_BYTES) {
    throw new UserError(
      `the program keeps ${kept} bytes of the ESP8266's heap, and a connection needs ${connectionBytes} more, of some ` +
        `${HEAP_BYTES} in all: give the board less to do, or take an ESP32`,
    );
  }
  const { file, flashBytes } = lfsImage(program, "mote");
  const loader = lfsInit(proposedPartitionBytes(flashBytes), sleeps(program));
  return {
    files: { "init.lua": loader, "mote.img": file, "mote.lua": program },
    chipFiles: ["init.lua", "mote.img"],
    needs: { modules: modulesOf(loader + program), lfsBytes: flashBytes },
    heapBytes: kept,
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
    const [, ownPart] = /\.([^.]+)$/.exec(name) ?? [];
    const part =
      firmwarePart ??
      (ownPart !== undefined
        ? `${ownPart}.ts`
        : name === "lualib_bundle"
          ? "library"
          : name === ""
            ? "other"
            : "board");
    bytes.set(part, (bytes.get(part) ?? 0) + piece.length);
  }
  return [...bytes].map(([name, count]) => ({ name, bytes: count })).sort((a, b) => b.bytes - a.bytes);
}
