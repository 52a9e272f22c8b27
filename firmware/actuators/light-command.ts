import { numberOf, wordOf } from "./json-fields";

/** Full brightness, and a channel's full colour. */
export const FULL = 255;
const LONGEST_TRANSITION_SECONDS = 86_400;

/**
 * The brightness that a command in Home Assistant's JSON schema asks a light for, or a plain ON, OFF or TOGGLE.
 * @param fields the payload as a compact object; "" where it is none
 * @param brightness what the light goes to where the command names none
 * @returns 0 … 255, 0 is off; -1 where it is no command
 */
export function wantedLevel(payload: string, fields: string, isOn: boolean, brightness: number): number {
  const word = fields.length > 0 ? wordOf(fields, '"state":"') : payload;
  if (word === "OFF" || (word === "TOGGLE" && isOn)) {
    return 0;
  }
  if (word !== "ON" && word !== "TOGGLE") {
    return -1;
  }
  const wanted = numberOf(fields, '"brightness":');
  return isNaN(wanted) ? brightness : wanted > FULL ? -1 : Math.round(wanted);
}

/** How long the change that a command asks for shall take; -1 where that is not possible. */
export function wantedMs(fields: string, usualSeconds: number): number {
  const seconds = numberOf(fields, '"transition":');
  return isNaN(seconds) ? usualSeconds * 1000 : seconds > LONGEST_TRANSITION_SECONDS ? -1 : seconds * 1000;
}
