import type { Actuator } from "../../../firmware/actuators/actuator";
import type { States } from "../../../firmware/app/program/actuators";
import { actuatorOf } from "../actuators/registry";
import type { ActuatorBase } from "../board/config/actuator";
import { alarms } from "./alarms";
import { firmware, variable, type Code } from "./code";
import { nameFor } from "./names";
import { guardOf } from "./own-guard";
import type { Program } from "./program";

const driver = firmware<typeof import("../../../firmware/app/program/actuators")>("app/program/actuators");

/** What tells the board's own program of an actuator's state. */
export function statesOf({ id }: Pick<ActuatorBase, "id">): Code<States> {
  return variable(nameFor("states", id));
}

/** The actuator, which tells of its changes where the board's own program may listen to them. @param made Its driver */
export function tellingStates(program: Program, actuator: ActuatorBase, made: Code<Actuator>): Code<Actuator> {
  const { own } = program;
  const { id } = actuator;
  if (own?.mayUse("actuators", id) !== true || !own.names("onState")) return made;
  const { changesByItself, hasNumber = false } = actuatorOf(actuator);
  const inner = program.before.define(nameFor("inner", id), made);
  const states = driver.createStates(alarms(program), guardOf(program), inner, hasNumber);
  program.before.define(nameFor("states", id), states);
  return changesByItself?.(actuator) === true
    ? driver.tellingItself(inner, statesOf(actuator))
    : driver.telling(inner, statesOf(actuator));
}
