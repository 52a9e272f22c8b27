import type { DeskState } from "./desk-state";
import { useStore } from "./use-store";
import { ago } from "./words";

/** How long ago something was, as time goes on. */
export function Ago({ desk, atMs }: { desk: DeskState; atMs: number }) {
  useStore(desk.store, "tick");
  return <>{ago(desk.nowMs - atMs)}</>;
}
