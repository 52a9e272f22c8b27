import type { Settings } from "../../../firmware/app/kept/settings";
import { firmware, type Code } from "./code";
import { engine } from "./engine";
import type { Program } from "./program";

const kept = firmware<typeof import("../../../firmware/app/kept/settings")>("app/kept/settings");

/** What outlives a reboot, as it was stored. */
export function settings(program: Program): Code<Settings> {
  return program.once("settings", () =>
    program.before.define("settings", kept.openSettings(engine("storage").storage)),
  );
}

/** What is stored of an actuator; `initial` where nothing is. */
export function storedValue(program: Program, id: string, initial: string): Code<string> {
  return kept.storedValue(settings(program), id, initial);
}
