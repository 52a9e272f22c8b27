interface ToggleProps {
  label: string;
  isOn: boolean;
  onToggle: () => void;
  /** Words beside it; nothing where they stand elsewhere. */
  text?: string;
}

/** Something that is on or off. */
export function Toggle({ label, isOn, onToggle, text }: ToggleProps) {
  return (
    <button type="button" class="toggle" role="switch" aria-checked={isOn} aria-label={label} onClick={onToggle}>
      <span class="track" aria-hidden="true">
        <span class="knob" />
      </span>
      {text !== undefined && <span>{text}</span>}
    </button>
  );
}
