import { didYouMean } from "../../cli/did-you-mean";
import { entries, textAt, type Draft } from "../draft";
import type { Path } from "../source";

/** Where the sensor or actuator is that a rule names under `key`; notes where there is none. */
export function referTo(draft: Draft, rule: Path, key: string, list: "sensors" | "actuators"): Path | undefined {
  const id = textAt(draft, [...rule, key]);
  if (id === undefined) return undefined;
  const all = entries(draft, list);
  const found = all.find((each) => textAt(draft, [...each, "id"]) === id);
  if (found === undefined) {
    const shown = (place: Path, text: string): string => draft.source.shown(place, text);
    const ids = all.map((each) => shown([...each, "id"], textAt(draft, [...each, "id"]) ?? ""));
    const known = ids.length > 0 ? `; there are: ${ids.join(", ")}` : "";
    const own = shown([...rule, key], id);
    draft.source.error([...rule, key], `the board has no ${key} "${own}"${didYouMean(own, ids)}${known}`);
  }
  return found;
}
