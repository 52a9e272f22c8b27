import type { Alarms } from "../../actuators/alarms";
import { keepLines, storedValue, type Settings } from "../kept/settings";
import type { Node } from "../node";
import type { Kept } from "./program";

interface KeptNumber {
  name: string;
  value: number;
}

/** More than this many are a mistake: one that keeps another name each time. */
const MOST_KEPT = 32;

/** Keeps numbers of a program, in a record of their own. @param fail The engine's, which throws */
export function keepNumbers(
  settings: Settings,
  node: Node,
  alarms: Alarms,
  fail: (message: string) => never,
): (name: string, initial: number) => Kept {
  const all: KeptNumber[] = [];
  const collect = (): string => {
    let text = "\n";
    for (const each of all) {
      text += each.name + "=" + each.value + "\n";
    }
    return text;
  };
  keepLines(settings, node, alarms, () => (all.length > 0 ? collect() : settings.stored));
  return (name, initial) => {
    const stored = parseFloat(storedValue(settings, name, ""));
    const kept: KeptNumber = { name, value: isNaN(stored) ? initial : stored };
    if (all.length >= MOST_KEPT) {
      fail("more than 32 kept numbers");
    }
    all.push(kept);
    return {
      get: () => kept.value,
      set: (value) => {
        kept.value = value;
      },
    };
  };
}
