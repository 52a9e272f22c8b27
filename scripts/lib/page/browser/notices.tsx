import type { DeskState } from "./desk-state";
import { Icon } from "./icons";
import { useStore } from "./use-store";

/** What could not be done, and what else a person should know, until it is put away. */
export function Notices({ desk }: { desk: DeskState }) {
  useStore(desk.store, "notices");
  return (
    <div class="notices" role="alert">
      {desk.notices.map((notice) => (
        <div key={notice.text} class={notice.isProblem ? "notice problem" : "notice"}>
          <p>{notice.text}</p>
          <button type="button" class="plain" aria-label="Put this away" onClick={() => desk.putAway(notice)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
