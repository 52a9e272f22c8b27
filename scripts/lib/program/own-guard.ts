import type { Guard } from "../../../firmware/app/program/guard";
import { firmware, type Code } from "./code";
import { engine } from "./engine";
import type { Program } from "./program";

const { createGuard } = firmware<typeof import("../../../firmware/app/program/guard")>("app/program/guard");

/** What stands between a program of the board's own and the node. */
export function guardOf(program: Program): Code<Guard> {
  return program.once("guard", () =>
    program.whole.define("guard", createGuard(program.node, engine("thrown").stackOf)),
  );
}
