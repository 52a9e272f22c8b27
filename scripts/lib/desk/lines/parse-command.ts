import { UserError } from "../../user-error";
import type { DeskAction, DeskActuator, DeskControl } from "../protocol";

/** Commands that an actuator takes, as words. */
export function commandWords({ control }: Pick<DeskActuator, "control">): string[] {
  switch (control.kind) {
    case "switch":
      return ["ON", "OFF", "TOGGLE"];
    case "light":
      return ["ON", "OFF", "TOGGLE", ...control.effects];
    case "cover":
      return ["OPEN", "CLOSE", "STOP"];
    case "press":
      return [control.payload];
    case "choice":
      return control.choices;
    default:
      return [];
  }
}

/** What an actuator takes, for a person: `0..100`, `OPEN, CLOSE, STOP or 0..100`. */
export function commandHint(actuator: Pick<DeskActuator, "control">): string {
  const numbers = numbersOf(actuator.control);
  return [...commandWords(actuator), ...(numbers === "" ? [] : [numbers])].join(", ");
}

function numbersOf(control: DeskControl): string {
  switch (control.kind) {
    case "level":
      return "0..100";
    case "light":
      return control.hasColor ? "JSON" : "0..100";
    case "angle":
      return `${control.from}..${control.to}`;
    case "cover":
      return control.hasPosition ? "0..100" : "";
    case "number":
      return `${control.from}..${control.to}${control.unit === "" ? "" : ` ${control.unit}`}`;
    case "text":
      return "a text";
    default:
      return "";
  }
}

/**
 * What stands behind an actuator's id is published as it is, whatever the board makes of it; but a word that it knows may be
 * written small. @throws UserError where nothing stands there
 */
export function parseCommand(actuator: DeskActuator, rest: string): DeskAction {
  const { id } = actuator;
  if (rest === "") throw new UserError(`${id} what? It takes: ${commandHint(actuator)}`);
  const payload = commandWords(actuator).find((word) => word.toLowerCase() === rest.toLowerCase()) ?? rest;
  return { do: "command", actuator: id, payload };
}
