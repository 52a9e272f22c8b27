import type { ActuatorEntry } from "../../../firmware/app/config";
import { failSafeOf } from "../actuators/fail-safe";
import { actuatorOf } from "../actuators/registry";
import type { ActuatorBase } from "../board/config/actuator";
import { topicField } from "../bytes";
import { alarms } from "./alarms";
import { firmware, type Given } from "./code";
import { tellingStates } from "./own-states";
import type { Program } from "./program";
import { settings } from "./settings";
import { ms } from "./units";

const { publishOwnChanges } =
  firmware<typeof import("../../../firmware/app/commands/own-changes")>("app/commands/own-changes");
const { failSafe } = firmware<typeof import("../../../firmware/app/rules/fail-safe")>("app/rules/fail-safe");
const { keepSettings } = firmware<typeof import("../../../firmware/app/kept/settings")>("app/kept/settings");

/** The actuators as the node is given them. */
export function actuatorEntries(program: Program): Given<ActuatorEntry>[] {
  return program.board.actuators.map((actuator) => ({
    id: actuator.id,
    commandTopic: topicField(actuator.commandTopic),
    stateTopic: topicField(actuator.stateTopic),
    actuator: tellingStates(program, actuator, actuatorOf(actuator).make(actuator, program)),
  }));
}

/** Has the actuators of the started node act by themselves, and their states outlive a reboot. */
export function startActuators(program: Program): void {
  const { actuators } = program.board;
  const kept = actuators.flatMap((each, index) => (actuatorOf(each).isKept?.(each) === true ? [index] : []));
  if (kept.length > 0) program.whole.run(keepSettings(settings(program), program.node, alarms(program), kept));
  actuators.forEach((actuator, index) => {
    const descriptor = actuatorOf(actuator);
    if (descriptor.changesByItself?.(actuator) === true) program.whole.run(publishOwnChanges(program.node, index));
    descriptor.start?.(actuator, program);
    startFailSafe(actuator, index, program);
  });
}

/** What an actuator is told when no broker can command it. */
function startFailSafe(actuator: ActuatorBase, index: number, program: Program): void {
  const asked = failSafeOf(actuator);
  if (asked === undefined || asked.action === "keep") return;
  const command = String(asked.action);
  program.whole.run(failSafe(program.node, index, ms(asked.afterSeconds), command));
}
