import { useState } from "preact/hooks";

interface NumberBoxProps {
  label: string;
  from?: number;
  to?: number;
  unit: string;
  /** What it shows while nobody types; "" where nothing is known. */
  shown: string;
  onDone: (value: number) => void;
}

/** A number that is typed: done at Enter, or when it is left. What is typed stays, whatever is heard meanwhile. */
export function NumberBox({ label, from, to, unit, shown, onDone }: NumberBoxProps) {
  const [typed, setTyped] = useState<string>();
  const done = (text: string): void => {
    setTyped(undefined);
    const value = Number(text);
    if (typed !== undefined && text.trim() !== "" && Number.isFinite(value)) onDone(value);
  };
  return (
    <span class="box">
      <input
        type="number"
        inputMode="decimal"
        aria-label={label}
        min={from}
        max={to}
        step="any"
        value={typed ?? shown}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") done(event.currentTarget.value);
          if (event.key === "Escape") setTyped(undefined);
        }}
        onBlur={(event) => done(event.currentTarget.value)}
      />
      {unit !== "" && <span class="unit">{unit}</span>}
    </span>
  );
}
