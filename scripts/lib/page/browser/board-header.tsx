import { useEffect } from "preact/hooks";
import type { DeskState } from "./desk-state";
import { useStore } from "./use-store";
import { For } from "./since";
import { TimeBar } from "./time-bar";

/** Which board it is, whether it is online, what its memory holds, and its time. */
export function BoardHeader({ desk }: { desk: DeskState }) {
  useStore(desk.store, "board");
  const { name, chip, engine, kind } = desk.board;
  return (
    <div class="board-head">
      <div class="who">
        <h1>{name}</h1>
        <p class="what">
          {kind === "simulated" ? "simulated " : ""}
          {chip.toUpperCase()} · {engine === "espruino" ? "Espruino" : "NodeMCU"}
        </p>
      </div>
      <Status desk={desk} />
      <Memory desk={desk} />
      <TimeBar desk={desk} />
    </div>
  );
}

const STATUS_WORDS = { online: "Online", asleep: "Asleep", offline: "Offline", "": "Not heard yet" } as const;

function Status({ desk }: { desk: DeskState }) {
  useStore(desk.store, "status", "faults");
  const { status, isHeard } = desk;
  const known = isHeard ? status : "";
  useEffect(() => {
    document.title = `${desk.board.name}${known === "" ? "" : `, ${known}`} · mote`;
  });
  const words = isHeard ? STATUS_WORDS[status] : "Broker not heard";
  return (
    <p class={`status ${known}`} data-status={known}>
      <span class="dot" aria-hidden="true" />
      <span role="status">{words}</span>
      {known !== "" && (
        <span class="fresh">
          <For desk={desk} atMs={desk.statusSinceMs} />
        </span>
      )}
    </p>
  );
}

function Memory({ desk }: { desk: DeskState }) {
  useStore(desk.store, "memory");
  const { memory } = desk;
  if (memory === undefined) return null;
  const { used, total, unit } = memory;
  return (
    <p class="memory">
      <meter aria-label={`${unit} in use`} min={0} max={total} high={total * 0.8} optimum={0} value={used} />
      <span>
        {used} of {total} {unit}
      </span>
    </p>
  );
}
