import { useId, useState } from "preact/hooks";
import type { DeskAction, DeskInput } from "../../desk/protocol";
import { Choice } from "./choice";
import type { DeskState } from "./desk-state";
import { act } from "./desks";
import { NumberBox } from "./number-box";

type Shape = Extract<DeskAction, { do: "play" }>["shape"];

const SHAPES: readonly Shape[] = ["sine", "square", "ramp"];

/** Plays a wave on an input, or a recording of lines of `seconds,value`. */
export function PlayForm({ desk, input, label }: { desk: DeskState; input: DeskInput; label: string }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <button
        type="button"
        aria-label={`${label}: play`}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        Play…
      </button>
      <div id={id} class="play">
        {isOpen && <Form desk={desk} input={input} label={label} />}
      </div>
    </>
  );
}

function Form({ desk, input, label }: { desk: DeskState; input: DeskInput; label: string }) {
  const [shape, setShape] = useState<Shape>("sine");
  const [periodSeconds, setPeriod] = useState(60);
  const [from, setFrom] = useState(input.from);
  const [to, setTo] = useState(input.to);
  const number = (name: string, value: number, set: (value: number) => void, unit: string) => (
    <label>
      <span>{name}</span>
      <NumberBox label={`${label}: ${name}`} unit={unit} shown={String(value)} onDone={set} />
    </label>
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void act(desk, { do: "play", input: input.id, shape, periodSeconds, from, to });
      }}
    >
      <label>
        <span>wave</span>
        <Choice
          label={`${label}: wave`}
          choices={SHAPES}
          chosen={shape}
          onChoose={(choice) => setShape(choice as Shape)}
        />
      </label>
      {number("period", periodSeconds, setPeriod, "s")}
      {number("from", from, setFrom, input.unit)}
      {number("to", to, setTo, input.unit)}
      <button type="submit" class="primary">
        Play
      </button>
      <label class="file">
        <span>or a CSV file of seconds,value</span>
        <input
          type="file"
          accept=".csv,.txt,text/csv,text/plain"
          aria-label={`${label}: recording`}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file === undefined) return;
            void file.text().then((csv) => act(desk, { do: "trace", input: input.id, name: file.name, csv }));
          }}
        />
      </label>
    </form>
  );
}
