import { useRef } from "preact/hooks";

const PARTS = [
  ["readings", "Readings"],
  ["actuators", "Actuators"],
  ["world", "The world"],
  ["faults", "Faults"],
  ["happenings", "What happens"],
] as const;

/** Ways to the parts of a board, where they stand below each other. The address stays what it is: the token is in it. */
export function Jump({ parts }: { parts: ReadonlySet<string> }) {
  const place = useRef<HTMLElement>(null);
  return (
    <nav class="jump" aria-label="Parts of this board" ref={place}>
      {PARTS.filter(([name]) => parts.has(name)).map(([name, title]) => (
        <button
          type="button"
          key={name}
          onClick={() => {
            const title = place.current?.parentElement?.querySelector<HTMLElement>(`[data-part="${name}"]`);
            title?.scrollIntoView();
            title?.focus({ preventScroll: true });
          }}
        >
          {title}
        </button>
      ))}
    </nav>
  );
}
