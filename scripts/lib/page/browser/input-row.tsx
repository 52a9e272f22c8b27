import { useEffect, useRef } from "preact/hooks";
import type { DeskInput } from "../../desk/protocol";
import type { DeskState, InputState } from "./desk-state";
import { act } from "./desks";
import { PlayForm } from "./play-form";
import { Slider } from "./slider";
import { useStore } from "./use-store";
import { Toggle } from "./toggle";

const MODES = { held: "held", swinging: "swinging", played: "playing" } as const;

/** Something of the world that can be moved, and broken. */
export function InputRow({ desk, input }: { desk: DeskState; input: DeskInput }) {
  useStore(desk.store, `input ${input.id}`);
  const known = desk.inputs.get(input.id);
  const { id, name, faults } = input;
  const label = `${id} ${name}`;
  return (
    <li class={`input ${input.kind} ${known?.fault === undefined ? "" : "broken"}`} data-input={id} aria-label={label}>
      <div class="input-head">
        <h3>
          {id.endsWith(`/${name}`) ? id.slice(0, -name.length - 1) : id} <span class="what">{name}</span>
        </h3>
        {known !== undefined && input.kind !== "part" && <span class={`mode ${known.mode}`}>{MODES[known.mode]}</span>}
      </div>
      <Lever desk={desk} input={input} label={label} known={known} />
      <div class="together">
        {input.kind !== "part" &&
          (known?.mode === "held" ? (
            <button
              type="button"
              aria-label={`${label}: swing`}
              onClick={() => void act(desk, { do: "swing", input: id })}
            >
              Swing
            </button>
          ) : (
            <button
              type="button"
              aria-label={`${label}: hold`}
              onClick={() => void act(desk, { do: "hold", input: id })}
            >
              Hold
            </button>
          ))}
        {faults.length > 0 && (
          <label class="breaks">
            <span>Broken</span>
            <select
              aria-label={`${label}: broken`}
              value={known?.fault ?? ""}
              onChange={(event) => {
                const fault = event.currentTarget.value;
                void act(desk, { do: "break", input: id, ...(fault === "" ? {} : { fault }) });
              }}
            >
              <option value="">no</option>
              {faults.map((fault) => (
                <option key={fault} value={fault}>
                  {fault}
                </option>
              ))}
            </select>
          </label>
        )}
        {input.kind === "number" && <PlayForm desk={desk} input={input} label={label} />}
      </div>
    </li>
  );
}

interface LeverProps {
  desk: DeskState;
  input: DeskInput;
  label: string;
  known: InputState | undefined;
}

function Lever({ desk, input, label, known }: LeverProps) {
  const move = useLatest((value: number | boolean) => act(desk, { do: "set", input: input.id, value }));
  if (input.kind === "part") {
    return <p class="part-state">{desk.parts.get(input.id) ?? (known?.value === true ? "on" : "off")}</p>;
  }
  if (input.kind === "contact") {
    const isOn = known?.value === true;
    return (
      <div class="together">
        <Toggle label={label} text={isOn ? "ON" : "OFF"} isOn={isOn} onToggle={() => move(!isOn)} />
        <Press label={`${label}: press`} onPress={() => move(true)} onRelease={() => move(false)} />
      </div>
    );
  }
  const { from, to, step, unit } = input;
  const value = typeof known?.value === "number" ? known.value : undefined;
  return <Slider label={label} from={from} to={to} step={step} unit={unit} value={value} onMove={move} />;
}

/** As long as a finger is on a button. */
const MOMENT_MS = 200;

/** A button that is on for as long as it is held. */
function Press({ label, onPress, onRelease }: { label: string; onPress: () => void; onRelease: () => void }) {
  const isDown = useRef(false);
  const wasDown = useRef(false);
  const press = (): void => {
    if (isDown.current) return;
    isDown.current = true;
    wasDown.current = true;
    onPress();
  };
  const release = (): void => {
    if (!isDown.current) return;
    isDown.current = false;
    onRelease();
  };
  return (
    <button
      type="button"
      aria-label={label}
      onPointerDown={press}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onKeyDown={(event) => {
        if (event.key === " " || event.key === "Enter") press();
      }}
      onKeyUp={release}
      onClick={() => {
        // Who cannot hold it, as with a screen reader, presses it for a moment.
        if (!wasDown.current) {
          press();
          setTimeout(release, MOMENT_MS);
        }
        wasDown.current = false;
      }}
      onBlur={release}
    >
      Press
    </button>
  );
}

/** Has one call after the other, and of those that wait only the last one: a slider moves faster than a server answers. */
function useLatest<Value>(call: (value: Value) => Promise<unknown>): (value: Value) => void {
  const latest = useRef(call);
  useEffect(() => {
    latest.current = call;
  });
  const state = useRef<{ isBusy: boolean; next: Value[] }>({ isBusy: false, next: [] });
  return (value) => {
    state.current.next = [value];
    if (state.current.isBusy) return;
    state.current.isBusy = true;
    void (async () => {
      for (;;) {
        const [next] = state.current.next.splice(0);
        if (next === undefined) break;
        await latest.current(next);
      }
      state.current.isBusy = false;
    })();
  };
}
