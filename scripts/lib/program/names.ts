import type { SetPoint } from "../../../firmware/actuators/number";
import { variable, type Code } from "./code";

/** What an id is called in a program, behind a word for what it is: ids may hold hyphens, and be words of the language. */
export function nameFor(what: string, id: string): string {
  return `${what}_${id.replaceAll("-", "$")}`;
}

/** The name that a set-point has in a program, for rules that go by it. */
export function setPointName(id: string): string {
  return nameFor("setPoint", id);
}

/** A set-point of the board. */
export function setPointVariable(id: string): Code<SetPoint> {
  return variable<SetPoint>(setPointName(id));
}
