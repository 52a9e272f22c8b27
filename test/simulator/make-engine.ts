import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BoardOptions } from "./board-options";
import { ESPRUINO_CHIPS, type EspruinoChip } from "./espruino/chips";
import { BOOT_CODE, Engine, type Hardware as EspruinoHardware } from "./espruino/engine";
import { toBytes } from "./espruino/text";
import { NodeMcu } from "./nodemcu/engine";
import { branchFor } from "./nodemcu/esp32/branch";
import { esp8266 } from "./nodemcu/esp8266/branch";
import { preload } from "./nodemcu/esp8266/lfs";
import type { Hardware as NodeMcuHardware } from "./nodemcu/hardware";

/** What a program from the cable makes void (scripts/lib/flash/nodemcu/upload.ts). */
const SLOT_FILES = ["mote.b.ok", "mote.ok", "mote.b.by", "mote.by", "mote.b.lua"];

/** What a board has for whichever engine. */
export type EngineHardware = Omit<EspruinoHardware, "release" | "chip" | "temperatureByte" | "source" | "random"> &
  Omit<NodeMcuHardware, "version" | "files" | "random">;

/** The engine that a board is to run, with its program in flash. */
export function makeEngine(options: BoardOptions, hardware: EngineHardware): Engine | NodeMcu {
  return options.engine === "nodemcu" ? nodeMcu(options, hardware) : espruino(options, hardware);
}

function espruino(options: BoardOptions, hardware: EngineHardware): Engine {
  return new Engine({
    ...hardware,
    chip: espruinoChip(options),
    random: options.random,
    release: options.release ?? "2v29",
    temperatureByte: () => options.temperatureByte ?? 119,
    source: hardware.flash.hasBootCode ? (hardware.storage.files.get(BOOT_CODE) ?? program(options)) : "",
  });
}

/** @throws Error for a chip that Espruino does not run on here */
export function espruinoChip({ chip = "esp32" }: Pick<BoardOptions, "chip">): EspruinoChip {
  if (chip === "esp8266") throw new Error("The model of the ESP8266 runs NodeMCU only");
  return ESPRUINO_CHIPS[chip];
}

/** Bytes. */
function program(options: BoardOptions): string {
  return options.source === undefined ? readFileSync(bundleOf(options), "latin1") : toBytes(options.source);
}

function nodeMcu(options: BoardOptions, { storage, ...hardware }: EngineHardware): NodeMcu {
  const { files } = storage;
  const { source, random } = options;
  // What the firmware wrote besides stays.
  if (source !== undefined) files.set("init.lua", source);
  else upload(dirname(bundleOf(options)), files, hardware.kept);
  return options.chip === "esp8266"
    ? new NodeMcu({ ...hardware, files, random, version: "5.1" }, esp8266)
    : new NodeMcu({ ...hardware, files, random, version: options.lua ?? "5.3" }, branchFor(options.chip ?? "esp32"));
}

/** Once, as the cable does it: from then on the chip may have put other programs in their place. A chip that comes with files has them. */
function upload(folder: string, files: Map<string, string>, kept: Map<string, unknown>): void {
  for (const name of readdirSync(folder).filter((each) => /\.(lua|img)$/.test(each))) {
    const bytes = readFileSync(join(folder, name), "latin1");
    const isThere = files.has(name) && (kept.get(name) ?? bytes) === bytes;
    kept.set(name, bytes);
    if (isThere) continue;
    files.set(name, bytes);
    for (const other of SLOT_FILES) files.delete(other);
    // The boots that put it there after the upload are over.
    if (name.endsWith(".img")) preload(kept, bytes);
  }
}

function bundleOf({ bundle }: BoardOptions): string {
  if (bundle === undefined) throw new Error("Give the board a bundle or a source to run");
  return bundle;
}
