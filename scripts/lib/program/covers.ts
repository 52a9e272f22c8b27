import type { Board } from "../board/config";
import type { CoverActuatorConfig } from "../board/config/cover";
import { positionTopic } from "../board/defaults";
import { literal, topicField } from "../bytes";
import type { Imports } from "./imports";
import { pinNumber } from "../platforms/pin-number";
import { ms } from "./switches";

/** How much longer than its way a relay may be on before its own limit ends it: what blocks the engine comes on top of the way. */
const LIMIT_SECONDS = 15;

/** The statements that make the covers; after the settings. */
export function covers(board: Board, imports: Imports): string[] {
  return (board.actuators ?? []).flatMap((actuator) => (actuator.type === "cover" ? cover(actuator, imports) : []));
}

/** The name that a cover has in the board's program. */
export function coverName(id: string): string {
  return `cover_${id.replaceAll("-", "$")}`;
}

/** The statement that has a cover's position published. */
export function positionStatement(board: Board, actuator: CoverActuatorConfig, imports: Imports): string {
  const topic = literal(topicField(positionTopic(board, actuator)));
  return `${imports.use("app/commands/cover-position", "publishPosition")}(node, alarms, ${coverName(actuator.id)}, ${topic});`;
}

function cover(actuator: CoverActuatorConfig, imports: Imports): string[] {
  const { id, openPin, closePin, openSeconds, closeSeconds = openSeconds } = actuator;
  const { overrunSeconds = 2, reverseWaitSeconds = 0.5, activeLow = false } = actuator;
  const motor = `motor_${id.replaceAll("-", "$")}`;
  const relay = (pin: string, seconds: number): string =>
    `${imports.use("actuators/relay", "createRelay")}(${imports.useEngine("pins", "digitalOutputs")}, alarms, ` +
    `{ pin: ${pinNumber(pin)}, activeLow: ${activeLow}, initialValue: false, ` +
    `maxOnMs: ${ms(seconds + overrunSeconds + LIMIT_SECONDS)}, minimumOffMs: 0 }, ${motor})`;
  return [
    `const ${motor} = ${imports.use("actuators/interlock", "createInterlock")}(alarms, ${ms(reverseWaitSeconds)});`,
    `const ${coverName(id)} = ${imports.use("actuators/cover", "cover")}(${imports.useEngine("clock", "clock")}, alarms, ` +
      `${relay(openPin, openSeconds)}, ${relay(closePin, closeSeconds)}, ` +
      `{ openMs: ${ms(openSeconds)}, closeMs: ${ms(closeSeconds)}, overrunMs: ${ms(overrunSeconds)} }, ` +
      `${imports.use("app/kept/settings", "storedValue")}(settings, ${literal(id)}, "?"), () => settings.save());`,
  ];
}
