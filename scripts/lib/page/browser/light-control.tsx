import type { DeskControl } from "../../desk/protocol";
import { Choice } from "./choice";
import { Slider } from "./slider";
import { Toggle } from "./toggle";
import { fieldsOf, percentOf } from "./words";

interface LightProps {
  name: string;
  control: Extract<DeskControl, { kind: "light" }>;
  state: string;
  command: (payload: string) => void;
}

/** On and off, brightness, and colour, white and effects where a light has them. */
export function LightControl({ name, control, state, command }: LightProps) {
  const fields = fieldsOf(state) ?? {};
  const isOn = fields.state === "ON";
  const set = (change: Record<string, unknown>): void => command(JSON.stringify({ state: "ON", ...change }));
  const { brightness, color, color_temp: kelvin, effect } = fields;
  return (
    <>
      <div class="together">
        <Toggle label={name} isOn={isOn} onToggle={() => command(isOn ? "OFF" : "ON")} />
        {control.hasColor && (
          <input
            type="color"
            aria-label={`${name}, colour`}
            value={hexOf(color)}
            onChange={(event) => set({ color: colorOf(event.currentTarget.value) })}
          />
        )}
        {control.effects.length > 0 && (
          <Choice
            label={`${name}, effect`}
            choices={["off", ...control.effects.filter((each) => each !== "off")]}
            chosen={typeof effect === "string" ? effect : "off"}
            onChoose={(choice) => set({ effect: choice })}
          />
        )}
      </div>
      <Slider
        label={`${name}, brightness`}
        from={1}
        to={100}
        step={1}
        unit="%"
        value={typeof brightness === "number" ? percentOf(brightness) : undefined}
        onDone={(percent) => set({ brightness: Math.max(1, Math.round((percent / 100) * 255)) })}
      />
      {control.kelvin !== undefined && (
        <Slider
          {...control.kelvin}
          label={`${name}, white`}
          step={100}
          unit="K"
          value={typeof kelvin === "number" ? kelvin : undefined}
          onDone={(value) => set({ color_temp: value })}
        />
      )}
    </>
  );
}

function hexOf(color: unknown): string {
  const { r = 255, g = 255, b = 255 } = (typeof color === "object" && color !== null ? color : {}) as Rgb;
  return `#${[r, g, b].map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

interface Rgb {
  r?: number;
  g?: number;
  b?: number;
}

function colorOf(hex: string): Rgb {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return { r, g, b };
}
