import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { DeskState } from "./desk-state";
import { Icon } from "./icons";
import type { LogEntry, LogKind } from "./log";
import { PublishForm } from "./publish-form";
import { Section } from "./section";
import { useStore } from "./use-store";
import { clock } from "./words";

const KINDS: readonly { kind: LogKind; name: string }[] = [
  { kind: "out", name: "Out" },
  { kind: "in", name: "In" },
  { kind: "report", name: "Reports" },
  { kind: "console", name: "Console" },
  { kind: "pin", name: "Pins" },
  { kind: "fault", name: "Faults" },
];

/** So many lines are shown; all that are kept can be searched and saved. */
const SHOWN = 120;
/** As near to the end somebody wants to see the end. */
const NEAR_PX = 40;

/** All that happens, in one stream. */
export function Happenings({ desk }: { desk: DeskState }) {
  const [kinds, setKinds] = useState<ReadonlySet<LogKind>>(new Set(KINDS.map(({ kind }) => kind)));
  const [words, setWords] = useState("");
  const [paused, setPaused] = useState<LogEntry[]>();
  const turn = (kind: LogKind): void => {
    const turned = new Set(kinds);
    if (!turned.delete(kind)) turned.add(kind);
    setKinds(turned);
  };
  const all = (): LogEntry[] => desk.log.newest(kinds, words, Infinity);
  return (
    <Section title="What happens" name="happenings">
      <div class="card stream">
        <div class="tools">
          <div class="kinds" role="group" aria-label="What is shown">
            {KINDS.map(({ kind, name }) => (
              <button
                type="button"
                key={kind}
                class={`kind ${kind}`}
                aria-pressed={kinds.has(kind)}
                onClick={() => turn(kind)}
              >
                {name}
              </button>
            ))}
          </div>
          <label class="search">
            <Icon name="search" />
            <input
              type="search"
              aria-label="Search in what happens"
              placeholder="Search"
              value={words}
              onInput={(event) => setWords(event.currentTarget.value)}
            />
          </label>
          <div class="buttons">
            <button
              type="button"
              aria-pressed={paused !== undefined}
              onClick={() => setPaused(paused === undefined ? [...desk.log.entries] : undefined)}
            >
              Pause
            </button>
            <button type="button" onClick={() => save(desk, all())}>
              Save
            </button>
            <button
              type="button"
              onClick={() => {
                desk.log.clear();
                setPaused(undefined);
                desk.store.touch("log");
              }}
            >
              Clear
            </button>
          </div>
        </div>
        <Lines desk={desk} kinds={kinds} words={words} paused={paused} />
        <PublishForm desk={desk} />
      </div>
    </Section>
  );
}

interface LinesProps {
  desk: DeskState;
  kinds: ReadonlySet<LogKind>;
  words: string;
  /** What there was when it was paused. */
  paused: LogEntry[] | undefined;
}

function Lines({ desk, kinds, words, paused }: LinesProps) {
  useStore(desk.store, "log");
  const place = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const entries = desk.log.newest(kinds, words, SHOWN, paused);
  useLayoutEffect(() => {
    const element = place.current;
    if (element !== null && isAtEnd.current) element.scrollTop = element.scrollHeight;
  });
  useEffect(() => {
    isAtEnd.current = true;
  }, [kinds, words]);
  return (
    <>
      {desk.log.gone > 0 && <p class="gone">{desk.log.gone} earlier or fast ones are not kept.</p>}
      <div
        class="lines"
        ref={place}
        role="log"
        aria-label="What happens"
        aria-live="off"
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
        }}
      >
        {entries.length === 0 && <p class="nothing">Nothing of that yet.</p>}
        {entries.map((entry, i) => (
          // Not by what they are: the same elements take the next lines.
          <Line key={i} entry={entry} />
        ))}
      </div>
    </>
  );
}

function Line({ entry: { atMs, kind, topic, text, isProblem = false } }: { entry: LogEntry }) {
  return (
    <div class={isProblem ? `line-of ${kind} problem` : `line-of ${kind}`}>
      <span class="at">{clock(atMs)}</span>
      <span class="tag-of">{kind}</span>
      <span class="text">
        {topic !== undefined && <span class="topic">{topic} </span>}
        {text}
      </span>
    </div>
  );
}

/** Gives it to the browser as a text file. */
function save({ board }: DeskState, entries: readonly LogEntry[]): void {
  const lines = entries.map(({ atMs, kind, topic, text }) =>
    [
      clock(atMs).padStart(10),
      kind.padEnd(7),
      ...(topic === undefined ? [] : [topic]),
      text.replaceAll("\n", " "),
    ].join("  "),
  );
  const address = URL.createObjectURL(new Blob([lines.join("\n"), "\n"], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `${board.name}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}
