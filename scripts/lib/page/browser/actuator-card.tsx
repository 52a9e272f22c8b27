import type { DeskActuator } from "../../desk/protocol";
import { Control } from "./control";
import type { DeskState } from "./desk-state";
import { act } from "./desks";
import { useStore } from "./use-store";
import { For } from "./since";
import { stateWords } from "./words";

/** What was asked for and did not come is told in the stream, and no longer here. */
const ASKED_MS = 6_000;

/** An actuator: how it stands, since when, and what moves it. */
export function ActuatorCard({ desk, actuator }: { desk: DeskState; actuator: DeskActuator }) {
  useStore(desk.store, `actuator ${actuator.id}`);
  const known = desk.actuators.get(actuator.id);
  const state = known?.state ?? "";
  return (
    <article class="card actuator" aria-label={actuator.name} data-actuator={actuator.id}>
      <header>
        <h3>{actuator.name}</h3>
        <span class="fresh">{state !== "" && known !== undefined && <For desk={desk} atMs={known.sinceMs} />}</span>
      </header>
      <div class="body">
        <p class="state" data-state={state}>
          <span>{stateWords(actuator, state)}</span>
          <Asked desk={desk} id={actuator.id} />
        </p>
        <Control
          actuator={actuator}
          state={state}
          position={desk.positions.get(actuator.id)}
          command={(payload) => void act(desk, { do: "command", actuator: actuator.id, payload })}
        />
      </div>
    </article>
  );
}

/** The command that it was given last, while its state does not follow. */
function Asked({ desk, id }: { desk: DeskState; id: string }) {
  useStore(desk.store, "tick", `actuator ${id}`);
  const asked = desk.actuators.get(id)?.asked;
  if (asked === undefined || performance.now() - asked.wallMs > ASKED_MS) return null;
  return <span class="waits">asked for {short(asked.payload)}</span>;
}

function short(payload: string): string {
  return payload.length > 24 ? `${payload.slice(0, 23)}…` : payload;
}
