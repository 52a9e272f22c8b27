import { at, entries, textAt, type Draft } from "../draft";
import type { Path } from "../source";
import { didYouMean } from "../../cli/did-you-mean";

/** Checks that what the board's own rules are about is there, and can serve them. */
export function checkRuleReferences(draft: Draft): void {
  for (const rule of entries(draft, "rules")) {
    referred(draft, rule, "actuator", "actuators");
    if (textAt(draft, [...rule, "type"]) !== "button") continue;
    const sensor = referred(draft, rule, "sensor", "sensors");
    if (sensor !== undefined) checkContact(draft, rule, sensor);
  }
}

/** Where the sensor or actuator is that a rule names. */
function referred(draft: Draft, rule: Path, key: string, list: string): Path | undefined {
  const id = textAt(draft, [...rule, key]);
  if (id === undefined) return undefined;
  const all = entries(draft, list);
  const found = all.find((each) => textAt(draft, [...each, "id"]) === id);
  if (found === undefined) {
    const ids = all.map((each) => textAt(draft, [...each, "id"]) ?? "");
    const known = ids.length > 0 ? `; there are: ${ids.join(", ")}` : "";
    draft.source.error([...rule, key], `the board has no ${key} "${id}"${didYouMean(id, ids)}${known}`);
  }
  return found;
}

/** A button acts when its sensor notices the change, and only contacts are noticed. */
function checkContact(draft: Draft, rule: Path, sensor: Path): void {
  const place = [...rule, "sensor"];
  if (textAt(draft, [...sensor, "type"]) !== "digital") {
    draft.source.error(place, 'a button has to be a "digital" sensor');
  } else if (at(draft, [...sensor, "publish"]) === "period") {
    draft.source.error(
      [...sensor, "publish"],
      'a button acts as soon as its sensor notices it; write "both" or "change" instead of "period"',
    );
  }
}
