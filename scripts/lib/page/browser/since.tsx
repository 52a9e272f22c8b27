import { duration } from "../../desk/report-words";
import type { DeskState } from "./desk-state";
import { useStore } from "./use-store";
import { ago } from "./words";

interface SinceProps {
  desk: DeskState;
  atMs: number;
}

/** How long ago something was, as time goes on. */
export function Ago({ desk, atMs }: SinceProps) {
  useStore(desk.store, "tick");
  return <>{ago(desk.nowMs - atMs)}</>;
}

/** For how long something has been so. */
export function For({ desk, atMs }: SinceProps) {
  useStore(desk.store, "tick");
  return <>for {duration((desk.nowMs - atMs) / 1_000)}</>;
}
