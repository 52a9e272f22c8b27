import { useId, useState } from "preact/hooks";
import type { DeskValue } from "../../desk/protocol";
import type { DeskState } from "./desk-state";
import { Plot } from "./plot";
import { Ago } from "./since";
import { Sparkline } from "./sparkline";
import { useStore } from "./use-store";
import { readingWords } from "./words";

/** A value that the board publishes: as a number, how it went lately, and on a click as a plot. */
export function ValueCard({ desk, value }: { desk: DeskState; value: DeskValue }) {
  useStore(desk.store, `value ${value.id}`);
  const [isOpen, setOpen] = useState(false);
  const plotId = useId();
  const known = desk.values.get(value.id);
  const words = readingWords(value, known?.payload);
  const isNumber = value.kind === "number" && known !== undefined && words === known.payload;
  return (
    <article
      class={`card value ${isOpen ? "open" : ""} ${value.isDiagnostic ? "minor" : ""}`}
      aria-label={value.name}
      data-value={value.id}
    >
      <header>
        {value.kind === "event" ? (
          <h3>{value.name}</h3>
        ) : (
          <h3>
            <button
              type="button"
              class="stretched"
              aria-expanded={isOpen}
              aria-controls={plotId}
              title={isOpen ? "Close the plot" : "Plot of this session"}
              onClick={() => setOpen(!isOpen)}
            >
              {value.name}
            </button>
          </h3>
        )}
        <Freshness desk={desk} value={value} />
      </header>
      <div class="reading">
        <p class={isNumber ? "shown" : "shown word"}>
          <span class="payload">{words}</span>
          {isNumber && value.unit !== "" && <span class="unit"> {value.unit}</span>}
        </p>
        {known !== undefined && value.kind !== "event" && (
          <Sparkline series={known.series} isStepped={value.kind === "contact"} />
        )}
      </div>
      <div id={plotId}>{isOpen && <Plot desk={desk} value={value} />}</div>
    </article>
  );
}

/** When it was read, and that it is overdue where the next one should have come. */
function Freshness({ desk, value }: { desk: DeskState; value: DeskValue }) {
  useStore(desk.store, "tick", `value ${value.id}`);
  const known = desk.values.get(value.id);
  if (known === undefined) return <span class="fresh">none yet</span>;
  const isLate = value.everySeconds > 0 && desk.nowMs - known.atMs > value.everySeconds * 1_000 + LATE_MS;
  return (
    <span class={isLate ? "fresh late" : "fresh"}>
      {isLate && "overdue, "}
      <Ago desk={desk} atMs={known.atMs} />
    </span>
  );
}

/** What a message may take on its way. */
const LATE_MS = 5_000;
