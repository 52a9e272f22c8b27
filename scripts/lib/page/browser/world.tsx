import { Chip } from "./chip";
import type { DeskState } from "./desk-state";
import { InputRow } from "./input-row";
import { Section } from "./section";
import { useStore } from "./use-store";

/** The chip as it stands on the table, and all of the world around it that can be moved. */
export function World({ desk }: { desk: DeskState }) {
  useStore(desk.store, "board");
  const { inputs, pins } = desk.board;
  if (inputs.length + pins.length === 0) return null;
  return (
    <>
      {inputs.length > 0 && (
        <Section title="The world" name="world">
          <ul class="card inputs">
            {inputs.map((input) => (
              <InputRow key={input.id} desk={desk} input={input} />
            ))}
          </ul>
        </Section>
      )}
      {pins.length > 0 && (
        <Section title="On the table" name="chip">
          <div class="card">
            <Chip desk={desk} />
          </div>
        </Section>
      )}
    </>
  );
}
