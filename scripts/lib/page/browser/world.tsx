import { Chip } from "./chip";
import type { DeskState } from "./desk-state";
import { InputRow } from "./input-row";
import { Section } from "./section";
import { useStore } from "./use-store";

/** All of the world around the chip that can be moved. */
export function World({ desk }: { desk: DeskState }) {
  useStore(desk.store, "board");
  const { inputs } = desk.board;
  if (inputs.length === 0) return null;
  return (
    <Section title="The world" name="world">
      <ul class="card inputs">
        {inputs.map((input) => (
          <InputRow key={input.id} desk={desk} input={input} />
        ))}
      </ul>
    </Section>
  );
}

/** The chip as it stands on the table. */
export function Table({ desk }: { desk: DeskState }) {
  useStore(desk.store, "board");
  if (desk.board.pins.length === 0) return null;
  return (
    <Section title="On the table" name="table">
      <div class="card">
        <Chip desk={desk} />
      </div>
    </Section>
  );
}
