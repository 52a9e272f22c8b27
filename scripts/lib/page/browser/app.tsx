import { useEffect, useState } from "preact/hooks";
import type { DeskState } from "./desk-state";
import { DeskView } from "./desk-view";
import { desks, link, start, store } from "./desks";
import { useStore } from "./use-store";

const ALL = -1;

/** The page: one board, or several that are chosen by tabs or stand side by side. */
export function App() {
  useStore(store, "desks", "link");
  const [chosen, setChosen] = useState(0);
  useEffect(start, []);
  const shown = chosen === ALL ? desks : desks.slice(chosen, chosen + 1);
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        Skip to the board
      </a>
      {desks.length > 1 && <Tabs chosen={chosen} choose={setChosen} />}
      <LinkNotice />
      <main id="main" tabIndex={-1} class={shown.length > 1 ? "side-by-side" : ""}>
        {shown.map((desk) => (
          <DeskView key={desks.indexOf(desk)} desk={desk} />
        ))}
      </main>
    </>
  );
}

/** The token stands behind the # of the address, and has to stay there. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function Tabs({ chosen, choose }: { chosen: number; choose: (desk: number) => void }) {
  return (
    <nav class="tabs" aria-label="Boards">
      {desks.map((desk, i) => (
        <button type="button" key={i} aria-pressed={chosen === i} onClick={() => choose(i)}>
          <Dot desk={desk} />
          {desk.board.name}
        </button>
      ))}
      <button type="button" aria-pressed={chosen === ALL} onClick={() => choose(ALL)}>
        Side by side
      </button>
    </nav>
  );
}

function Dot({ desk }: { desk: DeskState }) {
  useStore(desk.store, "status");
  return (
    <span class={`status ${desk.status}`}>
      <span class="dot" aria-hidden="true" />
      <span class="unseen">{desk.status} </span>
    </span>
  );
}

/** What the page itself hears of the server. */
function LinkNotice() {
  const words =
    link.state === "refused"
      ? link.why
      : link.state === "gone"
        ? "The command that serves this page has ended, or does not answer. What is shown may have changed since."
        : link.state === "joining"
          ? "Joining the desk …"
          : "";
  return (
    <div role="status" class={words === "" ? "link" : `link ${link.state}`}>
      {words}
    </div>
  );
}
