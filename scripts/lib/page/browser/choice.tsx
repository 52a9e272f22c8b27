interface ChoiceProps {
  label: string;
  choices: readonly string[];
  chosen: string;
  onChoose: (choice: string) => void;
}

/** One of several words. */
export function Choice({ label, choices, chosen, onChoose }: ChoiceProps) {
  return (
    <select aria-label={label} value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
      {!choices.includes(chosen) && <option value={chosen}>–</option>}
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {choice}
        </option>
      ))}
    </select>
  );
}
