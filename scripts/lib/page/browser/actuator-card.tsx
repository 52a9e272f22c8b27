import type { DeskActuator } from "../../desk/protocol";
import { Control } from "./control";
import type { DeskState } from "./desk-state";
import { act } from "./desks";
import { useStore } from "./store";
import { Ago } from "./since";
import { stateWords } from "./words";

/** An actuator: how it stands, since when, and what moves it. */
export function ActuatorCard({ desk, actuator }: { desk: DeskState; actuator: DeskActuator }) {
  useStore(desk.store, `actuator ${actuator.id}`);
  const known = desk.actuators.get(actuator.id);
  const state = known?.state ?? "";
  return (
    <article class="card actuator" aria-label={actuator.name} data-actuator={actuator.id}>
      <header>
        <h3>{actuator.name}</h3>
        <span class="fresh">{state !== "" && known !== undefined && <Ago desk={desk} atMs={known.sinceMs} />}</span>
      </header>
      <div class="body">
        <p class="state" data-state={state}>
          <span>{stateWords(actuator, state)}</span>
          {known?.waitsFor !== undefined && <span class="waits">asked for {short(known.waitsFor)}</span>}
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

function short(payload: string): string {
  return payload.length > 24 ? `${payload.slice(0, 23)}…` : payload;
}
