import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface SectionProps {
  title: string;
  /** For links that lead to it. */
  name: string;
  /** Beside the title. */
  aside?: ComponentChildren;
  children: ComponentChildren;
}

/** A part of the page, which a screen reader finds by its title. */
export function Section({ title, name, aside, children }: SectionProps) {
  const id = useId();
  return (
    <section class={`section ${name}`} aria-labelledby={id}>
      <div class="section-head">
        <h2 id={id} tabIndex={-1} data-part={name}>
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
