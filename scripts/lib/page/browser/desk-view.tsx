import { ActuatorCard } from "./actuator-card";
import { BoardHeader } from "./board-header";
import type { DeskState } from "./desk-state";
import { Faults } from "./faults";
import { Happenings } from "./happenings";
import { Jump } from "./jump";
import { Notices } from "./notices";
import { Report } from "./report";
import { Rules } from "./rules";
import { Section } from "./section";
import { useStore } from "./use-store";
import { ValueCard } from "./value-card";
import { Table, World } from "./world";

/** Below so many there is room for the chip. */
const FEW_INPUTS = 5;

/** All of one board. */
export function DeskView({ desk }: { desk: DeskState }) {
  useStore(desk.store, "board");
  const { name, values, actuators, inputs, faults, kind } = desk.board;
  const isBesideInputs = kind === "simulated" && inputs.length <= FEW_INPUTS;
  const parts = new Set([
    "happenings",
    ...(values.length > 0 ? ["readings"] : []),
    ...(actuators.length > 0 ? ["actuators"] : []),
    ...(inputs.length > 0 ? ["world"] : []),
    ...(faults.length > 0 ? ["faults"] : []),
  ]);
  return (
    <article class={`desk ${kind}`} aria-label={`Board ${name}`} data-board={name}>
      <BoardHeader desk={desk} />
      <Jump parts={parts} />
      <Notices desk={desk} />
      <div class="columns">
        <div class="column main">
          {values.length > 0 && (
            <Section title="Readings" name="readings">
              <div class="cards">
                {values.map((value) => (
                  <ValueCard key={value.id} desk={desk} value={value} />
                ))}
              </div>
            </Section>
          )}
          {actuators.length > 0 && (
            <Section title="Actuators" name="actuators">
              <div class="cards wide">
                {actuators.map((actuator) => (
                  <ActuatorCard key={actuator.id} desk={desk} actuator={actuator} />
                ))}
              </div>
            </Section>
          )}
          <Rules desk={desk} />
          {!isBesideInputs && <Table desk={desk} />}
        </div>
        {kind === "simulated" && (
          <div class="column world">
            <World desk={desk} />
            {isBesideInputs && <Table desk={desk} />}
          </div>
        )}
        <div class="column events">
          <Faults desk={desk} />
          <Happenings desk={desk} />
          <Report desk={desk} />
        </div>
      </div>
    </article>
  );
}
