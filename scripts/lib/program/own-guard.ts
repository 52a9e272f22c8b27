import type { Guard } from "../../../firmware/app/program/guard";
import { firmware, type Code } from "./code";
import { engine } from "./engine";
import type { Program } from "./program";

const guards = firmware<typeof import("../../../firmware/app/program/guard")>("app/program/guard");

/** What stands between a program of the board's own and the node; nothing of the program runs before that has started. */
export function guardOf(program: Program): Code<Guard> {
  return program.once("guard", () => program.before.define("guard", guards.createGuard(engine("thrown").stackOf)));
}
