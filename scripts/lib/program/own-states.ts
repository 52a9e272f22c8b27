import { actuatorOf } from "../actuators/registry";
import type { ActuatorBase } from "../board/config/actuator";
import { alarms } from "./alarms";
import { firmware } from "./code";
import { engine } from "./engine";
import { nameFor } from "./names";
import { guardOf } from "./own-guard";
import type { Program } from "./program";

const actuators = firmware<typeof import("../../../firmware/app/program/actuators")>("app/program/actuators");
const { fail } = engine("thrown");

/** Whether the board's own program may listen to an actuator's state. */
export function hearsState(program: Program, { id }: Pick<ActuatorBase, "id">): boolean {
  return program.own?.mayUse("actuators", id) === true && program.own.names("onState");
}

/** Makes what tells the board's own program of an actuator's state. @param changesByItself Then that is published from there. */
export function tellState(program: Program, actuator: ActuatorBase, index: number, changesByItself: boolean): void {
  const { hasNumber = false } = actuatorOf(actuator);
  const heard = actuators.onActuatorState(
    program.node,
    index,
    changesByItself,
    alarms(program),
    guardOf(program),
    fail,
    hasNumber,
  );
  program.whole.define(nameFor("onState", actuator.id), heard);
}
