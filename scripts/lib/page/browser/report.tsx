import type { DeskState } from "./desk-state";
import { Section } from "./section";
import { Ago } from "./since";
import { useStore } from "./use-store";

/** The board's last report of itself, in words. */
export function Report({ desk }: { desk: DeskState }) {
  useStore(desk.store, "report");
  const { report } = desk;
  return (
    <Section
      title="Last report"
      name="report"
      aside={
        report && (
          <span class="fresh">
            <Ago desk={desk} atMs={report.atMs} />
          </span>
        )
      }
    >
      <div class="card report">
        {report === undefined ? (
          <p class="nothing">None yet. It reports when it is online, and when something goes wrong.</p>
        ) : (
          <>
            {report.words.map((sentence, i) => (
              <p key={sentence} class={i === 0 ? "first" : ""}>
                {sentence}
              </p>
            ))}
            <dl>
              {report.facts.map(({ name, value }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </>
        )}
      </div>
    </Section>
  );
}
