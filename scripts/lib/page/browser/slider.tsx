import { useEffect, useState } from "preact/hooks";

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
  const [held, setHeld] = useState<number>();
  useEffect(() => {
    if (held === undefined) return undefined;
    const timer = setTimeout(() => setHeld(undefined), value === held ? 0 : PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [held, value]);
  const shown = held ?? value;
  const take = (text: string, tell: ((value: number) => void) | undefined): void => {
    const moved = Number(text);
    if (text.trim() === "" || !Number.isFinite(moved)) return;
    setHeld(moved);
    tell?.(moved);
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
        onInput={(event) => take(event.currentTarget.value, onMove)}
        onChange={(event) => take(event.currentTarget.value, onDone)}
      />
      <span class="box">
        <input
          type="number"
          inputMode="decimal"
          aria-label={`${label}, as a number`}
          min={from}
          max={to}
          step="any"
          value={shown === undefined ? "" : tidy(shown, step)}
          onChange={(event) => {
            take(event.currentTarget.value, onMove);
            take(event.currentTarget.value, onDone);
          }}
        />
        {unit !== "" && <span class="unit">{unit}</span>}
      </span>
    </div>
  );
}

/** With as many digits as its steps have, where it is on one. */
function tidy(value: number, step: number): string {
  const digits = (String(step).split(".")[1] ?? "").length;
  const rounded = value.toFixed(digits);
  return Math.abs(Number(rounded) - value) < step / 1_000 ? rounded : String(Number(value.toPrecision(7)));
}
