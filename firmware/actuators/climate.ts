import { setPoint, type SetPoint, type SetPointOptions } from "./number";

export interface ClimateOptions extends SetPointOptions {
  /** Whether a text is a mode that it knows: "off", and what its rules do: "heat", "cool", or "heat_cool" for both. */
  isMode: (text: string) => boolean;
  /** What it does before it was ever told. */
  initialMode: string;
}

/** What a room is to be like: a target, and what may be done for it. */
export interface Climate extends SetPoint {
  mode(): string;
  /** Each is told of a change, after it. For boot. */
  listeners: (() => void)[];
}

/**
 * A target and a mode for the thermostats that go by it. Commands: a number from min to max, which is rounded to the nearest step, or a
 * mode.
 * @param initialValue The target unless `stored` says one in range.
 * @param stored As `kept` gives it.
 */
export function climate(options: ClimateOptions, initialValue: number, stored: string): Climate {
  const listeners: (() => void)[] = [];
  const at = stored.indexOf(" ");
  const target = setPoint(options, initialValue, stored.substring(at + 1));
  const storedMode = at > 0 ? stored.substring(0, at) : "";
  let mode = options.isMode(storedMode) ? storedMode : options.initialMode;
  return {
    command: (payload) => {
      const isMode = options.isMode(payload);
      if (isMode) {
        mode = payload;
      } else if (!target.command(payload)) {
        return false;
      }
      for (const listener of listeners) {
        listener();
      }
      return true;
    },
    state: () => '{"mode":"' + mode + '","target":' + target.state() + "}",
    kept: () => mode + " " + target.state(),
    value: () => target.value(),
    mode: () => mode,
    listeners,
  };
}
