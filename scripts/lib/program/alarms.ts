import type { Alarms } from "../../../firmware/actuators/alarms";
import { firmware, type Code } from "./code";
import { engine } from "./engine";
import type { Program } from "./program";

const { createAlarms } = firmware<typeof import("../../../firmware/actuators/alarms")>("actuators/alarms");
const { clock, timer } = engine("clock");

/** The table of what the board's actuators and rules wait for. */
export function alarms(program: Program): Code<Alarms> {
  return program.once("alarms", () => program.before.define("alarms", createAlarms(clock, timer)));
}
