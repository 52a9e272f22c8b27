import type { Storage } from "../../engine/engine";
import type { Alarms } from "../../actuators/alarms";
import { openRecord } from "../kept/record";
import { keepSettings, storedValue, type Settings } from "../kept/settings";
import type { Node, Output } from "../node";
import type { Kept } from "./program";

interface KeptNumber {
  name: string;
  value: number;
}

/** More than this many are a mistake: one that keeps another name each time. */
const MOST_KEPT = 32;

/**
 * Keeps numbers of a program as settings are kept, in a record of their own: as what one actuator, which there is not, has to keep.
 * @param fail The engine's, which throws
 */
export function keepNumbers(
  storage: Storage,
  node: Node,
  alarms: Alarms,
  fail: (message: string) => never,
): (name: string, initial: number) => Kept {
  const all: KeptNumber[] = [];
  let stored = "\n";
  const record = openRecord(storage, "program", (text) => {
    stored = text;
  });
  const settings: Settings = { record, stored, save: () => {} };
  const collect = (): string => {
    let text = "";
    for (const each of all) {
      text += "\n" + each.name + "=" + each.value;
    }
    return text;
  };
  const keeper = { entry: { id: "", actuator: { kept: collect } } } as unknown as Output;
  keepSettings(settings, { outputs: [keeper], diagnostics: node.diagnostics }, alarms, [0]);
  return (name, initial) => {
    const value = parseFloat(storedValue(settings, name, ""));
    const kept: KeptNumber = { name, value: isNaN(value) ? initial : value };
    if (all.length >= MOST_KEPT) {
      fail("more than 32 kept numbers");
    }
    all.push(kept);
    return {
      get: () => kept.value,
      set: (wanted) => {
        kept.value = wanted;
      },
    };
  };
}
