import { addAlarm, setAlarm, type Alarms } from "../../actuators/alarms";
import type { Storage } from "../../engine/engine";
import { note } from "../diagnostics";
import type { Node } from "../node";
import { openRecord, saveRecord, type StoredRecord } from "./record";

/**
 * What was set while the node ran, and outlives a reboot: the states of some actuators, a line `id=state` each, in one record.
 *
 * Flash memory wears, so they are looked at every 5 s, and written when they have stood from one look to the next (or never
 * stand still for a minute), but no sooner than a minute after the last time.
 */
export interface Settings {
  record: StoredRecord;
  /** What is stored, with a line feed in front. */
  stored: string;
  /** Stores them at once, for what must not be believed after a loss of power; nothing before the node has started. */
  save: () => void;
}

const LOOK_MS = 5_000;
/** Looks from one writing to the next. */
const LOOKS_BETWEEN = 12;
/** The same after a writing that failed, which may have worn the memory all the same. */
const LOOKS_AFTER_FAILURE = 720;

/** To be called before the actuators are made, which are given what is stored of them. */
export function openSettings(storage: Storage): Settings {
  let stored = "\n";
  const record = openRecord(storage, "settings", (text) => {
    stored = text;
  });
  return { record, stored, save: () => {} };
}

/** What is stored of an actuator; `initial` where nothing is. Whether it is still a state of it is for the actuator to see. */
export function storedValue(settings: Settings, id: string, initial: string): string {
  const key = "\n" + id + "=";
  const at = settings.stored.indexOf(key);
  const rest = settings.stored.substring(at + key.length);
  const end = rest.indexOf("\n");
  // Espruino also finds a key that only begins at the text's end, and nothing stands behind that.
  return at < 0 || end < 0 ? initial : rest.substring(0, end);
}

/**
 * Stores the states of these actuators of the started node when they change.
 * @param indices Their places in the board file.
 */
export function keepSettings(
  settings: Settings,
  node: Pick<Node, "outputs" | "diagnostics">,
  alarms: Alarms,
  indices: number[],
): void {
  let seen = settings.stored;
  let unsteady = 0;
  let rest = 0;
  const collect = (): string => {
    let text = "\n";
    for (let i = 0; i < indices.length; i++) {
      const entry = node.outputs[indices[i]].entry;
      const actuator = entry.actuator;
      text += entry.id + "=" + (actuator.kept !== undefined ? actuator.kept() : actuator.state()) + "\n";
    }
    return text;
  };
  const save = (text: string): void => {
    // Counted first: an interruption in the middle of it is tried again soon, and not every second.
    rest = LOOKS_AFTER_FAILURE;
    if (saveRecord(settings.record, text)) {
      settings.stored = text;
      rest = LOOKS_BETWEEN;
    } else {
      note(node.diagnostics, "settings not stored", "");
    }
    unsteady = 0;
  };
  settings.save = () => {
    const text = collect();
    if (text !== settings.stored) {
      save(text);
    }
  };
  const alarm = addAlarm(alarms, () => {
    setAlarm(alarm, LOOK_MS);
    const text = collect();
    if (rest > 0) {
      rest--;
    }
    if (text === settings.stored) {
      unsteady = 0;
    } else if (rest === 0 && (text === seen || ++unsteady >= LOOKS_BETWEEN)) {
      save(text);
    }
    seen = text;
  });
  setAlarm(alarm, LOOK_MS);
}
