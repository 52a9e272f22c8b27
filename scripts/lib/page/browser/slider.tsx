import { useEffect, useState } from "preact/hooks";
import { NumberBox } from "./number-box";

/** How long a slider stays where somebody moved it to, if nothing is heard of it. */
const PATIENCE_MS = 3_000;

interface SliderProps {
  /** What it moves, for people and for who cannot see it. */
  label: string;
  from: number;
  to: number;
  step: number;
  unit: string;
  /** Where it stands; undefined where nobody knows. */
  value: number | undefined;
  /** While it is moved. */
  onMove?: (value: number) => void;
  /** When it was moved. */
  onDone?: (value: number) => void;
}

/** A number to be moved or typed. It does not move by itself while somebody holds it. */
export function Slider({ label, from, to, step, unit, value, onMove, onDone }: SliderProps) {
  const [moved, setMoved] = useState<number>();
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (moved === undefined || isHeld) return undefined;
    const timer = setTimeout(() => setMoved(undefined), value === moved ? 0 : PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [moved, isHeld, value]);
  const shown = moved ?? value;
  const move = (to: number, ...tell: (((value: number) => void) | undefined)[]): void => {
    setMoved(to);
    tell.forEach((each) => each?.(to));
  };
  const part = shown === undefined ? 0 : ((Math.min(to, Math.max(from, shown)) - from) / (to - from)) * 100;
  return (
    <div class="slider">
      <input
        type="range"
        aria-label={label}
        aria-valuetext={shown === undefined ? "not known" : `${tidy(shown, step)} ${unit}`.trim()}
        min={from}
        max={to}
        step={step}
        value={shown ?? from}
        style={{ "--part": `${part}%` }}
        onPointerDown={() => setHeld(true)}
        onPointerUp={() => setHeld(false)}
        onPointerCancel={() => setHeld(false)}
        onInput={(event) => move(event.currentTarget.valueAsNumber, onMove)}
        onChange={(event) => move(event.currentTarget.valueAsNumber, onDone)}
      />
      <NumberBox
        label={`${label}, as a number`}
        from={from}
        to={to}
        unit={unit}
        shown={shown === undefined ? "" : tidy(shown, step)}
        onDone={(typed) => move(typed, onMove, onDone)}
      />
    </div>
  );
}

/** With as many digits as its steps have, where it is on one. */
function tidy(value: number, step: number): string {
  const digits = (String(step).split(".")[1] ?? "").length;
  const rounded = value.toFixed(digits);
  return Math.abs(Number(rounded) - value) < step / 1_000 ? rounded : String(Number(value.toPrecision(7)));
}
