import type { DeskState } from "./desk-state";
import { act } from "./desks";
import { Section } from "./section";
import { useStore } from "./use-store";
import { Toggle } from "./toggle";

/** What may happen to a board: as long as somebody wants, or in a moment. */
export function Faults({ desk }: { desk: DeskState }) {
  useStore(desk.store, "faults", "board");
  const { faults } = desk.board;
  if (faults.length === 0) return null;
  const lasting = faults.filter(({ kind }) => kind === "lasting");
  const moments = faults.filter(({ kind }) => kind === "moment");
  return (
    <Section title="Faults" name="faults">
      <div class="card">
        <ul class="lasting">
          {lasting.map(({ name, text }) => {
            const isOn = desk.faults.has(name);
            return (
              <li key={name} class={isOn ? "on" : ""}>
                <Toggle
                  label={capital(text)}
                  text={capital(text)}
                  isOn={isOn}
                  onToggle={() => void act(desk, { do: "fault", fault: name, isOn: !isOn })}
                />
              </li>
            );
          })}
        </ul>
        <div class="buttons">
          {moments.map(({ name, text }) => (
            <button type="button" key={name} onClick={() => void act(desk, { do: "fault", fault: name, isOn: true })}>
              {capital(text)}
            </button>
          ))}
        </div>
      </div>
    </Section>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
