import { useId, useState } from "preact/hooks";
import type { DeskState } from "./desk-state";
import { act } from "./desks";
import { useStore } from "./use-store";
import { clock, speedWords } from "./words";

/** The desk's time: what it is, how fast it goes, and on to what happens next. */
export function TimeBar({ desk }: { desk: DeskState }) {
  useStore(desk.store, "speed", "board");
  const group = useId();
  const [isJumping, setJumping] = useState(false);
  const { speeds } = desk.board;
  return (
    <div class="time">
      <Clock desk={desk} />
      {speeds.length > 0 && (
        <>
          <fieldset class="choices">
            <legend class="unseen">Time</legend>
            {speeds.map((times) => (
              <label key={times}>
                <input
                  type="radio"
                  name={group}
                  checked={desk.speed === times}
                  onChange={() => void act(desk, { do: "speed", times })}
                />
                <span>{speedWords(times)}</span>
              </label>
            ))}
          </fieldset>
          <button
            type="button"
            disabled={isJumping}
            onClick={() => {
              setJumping(true);
              void act(desk, { do: "next" }).then(() => setJumping(false));
            }}
          >
            Next event
          </button>
        </>
      )}
    </div>
  );
}

function Clock({ desk }: { desk: DeskState }) {
  useStore(desk.store, "tick");
  return (
    <span class="clock" title="The time since the desk was set up">
      {clock(desk.nowMs).replace(/\.\d$/, "")}
    </span>
  );
}
