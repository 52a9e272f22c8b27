import type { DeskActuator } from "../../desk/protocol";
import { Choice } from "./choice";
import { LightControl } from "./light-control";
import { Slider } from "./slider";
import { TextControl } from "./text-control";
import { Toggle } from "./toggle";
import { fieldsOf } from "./words";

interface ControlProps {
  actuator: DeskActuator;
  state: string;
  /** Of a cover, 0 … 100. */
  position: string | undefined;
  command: (payload: string) => void;
}

/** What a person moves to command an actuator. */
export function Control({ actuator: { name, control }, state, position, command }: ControlProps) {
  const commandNumber = (value: number): void => command(String(value));
  switch (control.kind) {
    case "switch":
      return <Toggle label={name} isOn={state === "ON"} onToggle={() => command(state === "ON" ? "OFF" : "ON")} />;
    case "level":
      return <Slider label={name} from={0} to={100} step={1} unit="%" value={numberIn(state)} onDone={commandNumber} />;
    case "angle":
      return (
        <Slider
          label={name}
          from={control.from}
          to={control.to}
          step={1}
          unit="°"
          value={numberIn(state)}
          onDone={commandNumber}
        />
      );
    case "number":
      return <Slider {...control} label={name} value={numberIn(state)} onDone={commandNumber} />;
    case "light":
      return <LightControl name={name} control={control} state={state} command={command} />;
    case "cover":
      return (
        <>
          <div class="buttons">
            {["OPEN", "STOP", "CLOSE"].map((word) => (
              <button type="button" key={word} aria-label={`${name}: ${word}`} onClick={() => command(word)}>
                {word[0] + word.slice(1).toLowerCase()}
              </button>
            ))}
          </div>
          {control.hasPosition && (
            <Slider
              label={`${name}, position`}
              from={0}
              to={100}
              step={1}
              unit="%"
              value={numberIn(position ?? "")}
              onDone={commandNumber}
            />
          )}
        </>
      );
    case "climate": {
      const { mode, target } = fieldsOf(state) ?? {};
      return (
        <>
          <Choice label={`${name}, mode`} choices={control.modes} chosen={String(mode)} onChoose={command} />
          <Slider
            {...control}
            label={`${name}, target`}
            value={typeof target === "number" ? target : undefined}
            onDone={commandNumber}
          />
        </>
      );
    }
    case "press":
      return (
        <div class="buttons">
          <button type="button" aria-label={`${name}: ${control.payload}`} onClick={() => command(control.payload)}>
            {control.payload[0] + control.payload.slice(1).toLowerCase()}
          </button>
        </div>
      );
    case "choice":
      return <Choice label={name} choices={control.choices} chosen={state} onChoose={command} />;
    case "text":
      return <TextControl name={name} command={command} />;
  }
}

function numberIn(state: string): number | undefined {
  const value = Number(state);
  return state.trim() === "" || !Number.isFinite(value) ? undefined : value;
}
